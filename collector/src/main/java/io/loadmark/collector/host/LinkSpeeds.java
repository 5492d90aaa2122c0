package io.loadmark.collector.host;

import io.loadmark.collector.kernel.KernelFiles;
import io.loadmark.collector.kernel.Reading;
import io.loadmark.schema.NicCounters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Link speeds of the interfaces with hardware behind them, from {@code /sys/class/net}. Of others the kernel tells made-up ones, or
 * none. A driver is asked under the lock of all network configuration, so each is asked when its interface appears, and then
 * once in so many rounds. For one thread.
 */
final class LinkSpeeds {
    private static final int ROUNDS = 60;
    /** The kernel tells megabits, 10^6 bits. */
    private static final long BYTES_PER_MEGABIT = 125_000;

    private static final int SPEED =
            NicCounters.getClassSchema().getField("speedBytesPerSecond").pos();

    private final Reading reading = new Reading(new KernelFiles());
    private final Path directory;
    private final Map<String, Long> known = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private int round;

    LinkSpeeds(Path sys) {
        directory = sys.resolve("class/net");
    }

    /** Sets the speed of each interface that has a known one. */
    void addTo(List<NicCounters> nics) {
        if (round++ % ROUNDS == 0) asked.clear();
        for (var nic : nics) {
            String device = nic.getDevice();
            if (asked.add(device)) ask(device);
            nic.put(SPEED, known.get(device));
        }
    }

    private void ask(String device) {
        Long megabits = megabits(directory.resolve(device));
        if (megabits == null || megabits <= 0) known.remove(device);
        else known.put(device, megabits * BYTES_PER_MEGABIT);
    }

    private @Nullable Long megabits(Path nic) {
        return Files.exists(nic.resolve("device")) ? reading.begin().number(nic, "speed") : null;
    }
}
