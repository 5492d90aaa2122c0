package io.loadmark.collector.host;

import io.loadmark.collector.kernel.Reading;
import io.loadmark.schema.HugePages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The pools of huge pages in {@code /sys/kernel/mm/hugepages}. Which sizes there are is decided at boot and looked up once;
 * an empty pool costs one file a round. For one thread.
 */
final class HugePagePools {
    private static final Pattern NAME = Pattern.compile("hugepages-(\\d{1,12})kB");
    private static final long KIB = 1024;

    private final Reading reading;
    private final List<Pool> pools = new ArrayList<>();

    /** A size and where its figures are. */
    private record Pool(long pageBytes, Path directory) {}

    HugePagePools(Path sys, Reading reading) {
        this.reading = reading;
        Path root = sys.resolve("kernel/mm/hugepages");
        String[] names = root.toFile().list();
        if (names == null) return;
        Arrays.sort(names);
        for (String name : names) {
            var match = NAME.matcher(name);
            if (match.matches()) pools.add(new Pool(KIB * Long.parseLong(match.group(1)), root.resolve(name)));
        }
    }

    List<HugePages> read() {
        var read = new ArrayList<HugePages>();
        for (var pool : pools) {
            Long total = reading.number(pool.directory(), "nr_hugepages");
            if (total == null) continue;
            if (total == 0) {
                read.add(new HugePages(pool.pageBytes(), 0L, 0L, 0L, 0L));
                continue;
            }
            Long free = reading.number(pool.directory(), "free_hugepages");
            if (free == null) continue;
            read.add(new HugePages(
                    pool.pageBytes(),
                    total,
                    free,
                    reading.number(pool.directory(), "resv_hugepages"),
                    reading.number(pool.directory(), "surplus_hugepages")));
        }
        return read;
    }
}
