package io.loadmark.collector;

import io.loadmark.runtime.config.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures what collecting costs on this machine: runs the real sources at the configured pace into a sink that takes
 * nothing and prints the CPU that this JVM used after warming up. Arguments: seconds, then {@code key=value} settings below
 * {@code collector}, such as {@code process.filter=all}.
 */
final class Overhead {
    private static final Duration WARM_UP = Duration.ofSeconds(15);

    private Overhead() {}

    public static void main(String[] args) throws Exception {
        var configuration = Configuration.reference();
        for (int i = 1; i < args.length; i++) {
            String[] setting = args[i].split("=", 2);
            var path = ("collector." + setting[0]).split("\\.", -1);
            configuration = configuration.with("arguments", List.of(path), setting[1]);
        }
        var config = configuration.section("collector", CollectorConfig.class);
        var records = new AtomicLong();
        try (var sampler = Collector.sampler("t", config, (topic, key, value) -> records.incrementAndGet())) {
            sampler.start();
            Thread.sleep(WARM_UP.toMillis());
            long ticks = ticks();
            long published = records.get();
            long start = System.nanoTime();
            Thread.sleep(Duration.ofSeconds(Long.parseLong(args[0])).toMillis());
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "%.2f %% of one core, %.1f records/s%n",
                    (ticks() - ticks) / seconds, (records.get() - published) / seconds);
        }
    }

    /** User and system time of this process, in hundredths of a second. */
    private static long ticks() throws Exception {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
}
