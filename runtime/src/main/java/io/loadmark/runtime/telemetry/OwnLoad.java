package io.loadmark.runtime.telemetry;

import com.sun.management.OperatingSystemMXBean;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What this process costs its host, under the names of OpenTelemetry's semantic conventions where they have one. Read
 * when somebody asks, never by a timer.
 *
 * @param status this process's {@code /proc/self/status}
 */
record OwnLoad(Path status) {
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final AttributeKey<String> GC = AttributeKey.stringKey("jvm.gc.name");
    private static final Attributes HEAP = Attributes.of(AttributeKey.stringKey("jvm.memory.type"), "heap");

    void register(Meter meter) {
        registerMemory(meter);
        registerTime(meter);
        meter.upDownCounterBuilder("jvm.thread.count")
                .setDescription("Live platform threads.")
                .buildWithCallback(
                        m -> m.record(ManagementFactory.getThreadMXBean().getThreadCount()));
    }

    private void registerMemory(Meter meter) {
        meter.upDownCounterBuilder("jvm.memory.used")
                .setUnit("By")
                .setDescription("Used heap, garbage included.")
                .buildWithCallback(m -> m.record(
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), HEAP));
        meter.upDownCounterBuilder("process.memory.usage")
                .setUnit("By")
                .setDescription("Resident set of this process.")
                .buildWithCallback(m -> rssBytes().ifPresent(m::record));
    }

    private static void registerTime(Meter meter) {
        // Attributes are made once: a scrape must not add to what it measures.
        Map<GarbageCollectorMXBean, Attributes> collectors = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .collect(Collectors.toMap(gc -> gc, gc -> Attributes.of(GC, gc.getName())));
        meter.counterBuilder("jvm.gc.time")
                .ofDoubles()
                .setUnit("s")
                .setDescription("Time spent in collections, concurrent phases included.")
                .buildWithCallback(
                        m -> collectors.forEach((gc, name) -> m.record(gc.getCollectionTime() / MILLIS, name)));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os) {
            meter.counterBuilder("process.cpu.time")
                    .ofDoubles()
                    .setUnit("s")
                    .setDescription("CPU time of this process, user and system.")
                    .buildWithCallback(m -> m.record(os.getProcessCpuTime() / NANOS));
        }
    }

    /** Empty where the kernel doesn't tell, as outside Linux. */
    OptionalLong rssBytes() {
        try {
            return parseRss(Files.readAllLines(status));
        } catch (IOException e) {
            return OptionalLong.empty(); // absent, never 0: the metric is left out of this scrape
        }
    }

    /** {@code VmRSS:     12345 kB}; see proc_pid_status(5). */
    private static OptionalLong parseRss(List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith("VmRSS:") && line.endsWith("kB"))
                .map(line -> line.substring("VmRSS:".length(), line.length() - "kB".length()))
                .mapToLong(kib -> Long.parseLong(kib.strip()) * 1024)
                .findFirst();
    }
}
