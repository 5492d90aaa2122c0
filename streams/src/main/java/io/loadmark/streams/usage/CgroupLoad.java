package io.loadmark.streams.usage;

import static io.loadmark.streams.usage.HostLoad.asDouble;
import static io.loadmark.streams.usage.HostLoad.some;

import io.loadmark.model.usage.PageCachePolicy;
import io.loadmark.model.usage.Rates;
import io.loadmark.schema.CgroupSample;
import io.loadmark.schema.LayerLoad;
import org.jspecify.annotations.Nullable;

/** The load of a control group between two samples of one life of it. */
final class CgroupLoad {
    private CgroupLoad() {}

    static LayerLoad between(CgroupSample from, CgroupSample to, PageCachePolicy pageCache) {
        var rates =
                Rates.between(from.getStamp().getMonotonicNanos(), to.getStamp().getMonotonicNanos());
        return LayerLoad.newBuilder()
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
                .setMajorFaultsPerSecond(rates.perSecond(from.getMajorFaults(), to.getMajorFaults()))
                .setReadBytesPerSecond(rates.perSecond(from.getReadBytes(), to.getReadBytes()))
                .setWriteBytesPerSecond(rates.perSecond(from.getWrittenBytes(), to.getWrittenBytes()))
                .setIoPerSecond(
                        rates.perSecond(sum(from.getReads(), from.getWrites()), sum(to.getReads(), to.getWrites())))
                .setCpuPressureRatio(rates.share(some(from.getCpuPressure()), some(to.getCpuPressure())))
                .setMemoryPressureRatio(rates.share(some(from.getMemoryPressure()), some(to.getMemoryPressure())))
                .setIoPressureRatio(rates.share(some(from.getIoPressure()), some(to.getIoPressure())))
                .setThreads(asDouble(to.getPids()))
                .build();
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
