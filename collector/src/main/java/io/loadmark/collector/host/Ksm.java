package io.loadmark.collector.host;

import io.loadmark.collector.kernel.Reading;
import io.loadmark.schema.KsmGauges;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Samepage merging in {@code /sys/kernel/mm/ksm}; while it does not run, only what is left of it. For one thread. */
final class Ksm {
    private final Reading reading;
    private final Path directory;

    Ksm(Path sys, Reading reading) {
        this.reading = reading;
        directory = sys.resolve("kernel/mm/ksm");
    }

    @Nullable
    KsmGauges read() {
        Long run = reading.number(directory, "run");
        Long shared = reading.number(directory, "pages_shared");
        Long sharing = reading.number(directory, "pages_sharing");
        if (run == null || shared == null || sharing == null) return null;
        boolean runs = run == 1;
        return new KsmGauges(
                run,
                shared,
                sharing,
                runs ? reading.number(directory, "pages_unshared") : null,
                runs ? reading.number(directory, "pages_volatile") : null,
                runs ? reading.number(directory, "full_scans") : null);
    }
}
