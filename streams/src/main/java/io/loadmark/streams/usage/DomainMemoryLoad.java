package io.loadmark.streams.usage;

import static io.loadmark.streams.usage.HostLoad.asDouble;

import io.loadmark.schema.DomainMemory;
import io.loadmark.schema.DomainSample;
import io.loadmark.schema.LayerLoad;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Memory of a guest: what its balloon driver reports as not usable, while that is fresh; all of it where hugepages back
 * it, because the host has given it away for good; else unknown. The resident size of its QEMU process says nothing: a
 * page that the guest has once touched stays.
 */
final class DomainMemoryLoad {
    private static final long FRESH_MICROS = Duration.ofMinutes(1).toNanos() / 1000;
    private static final double PAGE_BYTES = 4096;

    private DomainMemoryLoad() {}

    static void between(DomainSample from, DomainSample to, LayerLoad.Builder load) {
        var memory = to.getMemory();
        if (memory == null) return;
        boolean reported = isFresh(memory, to.getStamp().getAtMicros());
        Long available = memory.getAvailableBytes();
        Long usable = memory.getUsableBytes();
        if (reported && available != null && usable != null) {
            load.setMemoryUsedBytes((double) Math.max(0, available - usable)).setMemoryLimitBytes(asDouble(available));
        } else {
            load.setMemoryLimitBytes(asDouble(memory.getCurrentBytes()));
            if (Boolean.TRUE.equals(memory.getHugepages())) load.setMemoryUsedBytes(asDouble(memory.getCurrentBytes()));
        }
        if (reported) faults(from, to, load);
    }

    private static boolean isFresh(DomainMemory memory, long atMicros) {
        Long updated = memory.getUpdatedMicros();
        return updated != null && atMicros - updated <= FRESH_MICROS;
    }

    /** The guest's kernel counts them from its own boot. */
    private static void faults(DomainSample from, DomainSample to, LayerLoad.Builder load) {
        var before = from.getMemory();
        var after = to.getMemory();
        if (before == null || !Objects.equals(from.getRebootMicros(), to.getRebootMicros())) return;
        var rates = DomainLoad.ofPart(before.getReadNanos(), after.getReadNanos());
        if (rates == null) return;
        load.setMajorFaultsPerSecond(rates.perSecond(before.getMajorFaults(), after.getMajorFaults()))
                .setSwapInPagesPerSecond(pages(rates.perSecond(before.getSwapInBytes(), after.getSwapInBytes())));
    }

    private static @Nullable Double pages(@Nullable Double bytes) {
        return bytes == null ? null : Double.valueOf(bytes / PAGE_BYTES);
    }
}
