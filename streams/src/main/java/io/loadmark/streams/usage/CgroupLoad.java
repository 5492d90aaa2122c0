package io.loadmark.streams.usage;

import static io.loadmark.streams.usage.HostLoad.asDouble;
import static io.loadmark.streams.usage.HostLoad.some;

import io.loadmark.model.usage.PageCachePolicy;
import io.loadmark.model.usage.Rates;
import io.loadmark.schema.CgroupSample;
import io.loadmark.schema.LayerLoad;
import org.jspecify.annotations.Nullable;

/**
 * The load of a control group between two samples of one life of it. What is not read for every sample gives rates only
 * when it has been read anew, over the time between its own readings.
 */
final class CgroupLoad {
    private CgroupLoad() {}

    static LayerLoad between(CgroupSample from, CgroupSample to, PageCachePolicy pageCache) {
        var rates =
                Rates.between(from.getStamp().getMonotonicNanos(), to.getStamp().getMonotonicNanos());
        var load = LayerLoad.newBuilder()
                .setSeconds(rates.seconds())
                .setSamples(1)
                .setCpuCores(rates.cores(from.getUsageMicros(), to.getUsageMicros()))
                .setEntitlementCores(to.getEntitlementCores())
                .setQuotaCores(quota(to))
                .setQuotaPeriodMicros(to.getQuotaMicros() == null ? null : to.getPeriodMicros())
                .setThrottledPeriodRatio(Rates.ratio(
                        Rates.delta(from.getThrottledPeriods(), to.getThrottledPeriods()),
                        Rates.delta(from.getPeriods(), to.getPeriods()),
                        1))
                .setThrottledCores(rates.cores(from.getThrottledMicros(), to.getThrottledMicros()))
                .setRunnableTasks(tasks(to.getRunnableTasks()))
                .setBlockedTasks(tasks(to.getBlockedTasks()))
                .setLoadAverage1(to.getLoadAverage1())
                .setMemoryUsedBytes(used(to, pageCache))
                .setMemoryLimitBytes(asDouble(to.getMemoryLimitBytes()))
                .setCpuPressureRatio(rates.share(some(from.getCpuPressure()), some(to.getCpuPressure())))
                .setThreads(asDouble(to.getPids()));
        slow(load, from, to);
        return load.build();
    }

    private static void slow(LayerLoad.Builder load, CgroupSample from, CgroupSample to) {
        var rates = DomainLoad.ofPart(slowNanos(from), slowNanos(to));
        if (rates == null) return;
        load.setMajorFaultsPerSecond(rates.perSecond(from.getMajorFaults(), to.getMajorFaults()))
                .setReadBytesPerSecond(rates.perSecond(from.getReadBytes(), to.getReadBytes()))
                .setWriteBytesPerSecond(rates.perSecond(from.getWrittenBytes(), to.getWrittenBytes()))
                .setIoPerSecond(
                        rates.perSecond(sum(from.getReads(), from.getWrites()), sum(to.getReads(), to.getWrites())))
                .setMemoryPressureRatio(rates.share(some(from.getMemoryPressure()), some(to.getMemoryPressure())))
                .setIoPressureRatio(rates.share(some(from.getIoPressure()), some(to.getIoPressure())));
    }

    private static long slowNanos(CgroupSample sample) {
        Long own = sample.getSlowReadNanos();
        return own == null ? sample.getStamp().getMonotonicNanos() : own;
    }

    /** Of a virtual machine's group the policy takes nothing off: what it has in the cache is not the guest's to give back. */
    private static @Nullable Double used(CgroupSample sample, PageCachePolicy pageCache) {
        var policy = sample.getDomainName() == null ? pageCache : PageCachePolicy.all();
        return policy.used(new PageCachePolicy.Figures(
                sample.getMemoryCurrentBytes(),
                sample.getFileBytes(),
                sample.getShmemBytes(),
                sample.getSlabReclaimableBytes(),
                sample.getInactiveFileBytes()));
    }

    private static @Nullable Double quota(CgroupSample sample) {
        Long quota = sample.getQuotaMicros();
        Long period = sample.getPeriodMicros();
        return quota == null || period == null || period <= 0 ? null : Double.valueOf((double) quota / period);
    }

    private static @Nullable Double tasks(@Nullable Integer count) {
        return count == null ? null : Double.valueOf(count);
    }

    private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
        return one == null || other == null ? null : Long.valueOf(one + other);
    }
}
