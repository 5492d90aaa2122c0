package io.loadmark.streams.usage;

import io.loadmark.model.usage.Rates;
import io.loadmark.schema.DomainSample;
import io.loadmark.schema.LayerLoad;
import io.loadmark.schema.VcpuCounters;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the vCPUs of a domain did, and what kept them from it. Waiting for a CPU includes being throttled by the domain's
 * own quota; what is left of it, others took: steal = Σ max(0, Δdelay − Δthrottled) − Δthrottled of the groups above, at
 * least 0, in microseconds. It is absent where there may be a quota and throttling can't be seen.
 */
final class VcpuLoad {
    private final Totals used = new Totals();
    private final Totals waited = new Totals();
    private final Totals throttled = new Totals();
    private final Totals periods = new Totals();
    private final Totals throttledPeriods = new Totals();
    private @Nullable Long stolen;

    private VcpuLoad() {}

    static VcpuLoad between(DomainSample from, DomainSample to) {
        var load = new VcpuLoad();
        var before = byIndex(from);
        boolean unlimited = isUnlimited(to);
        boolean stealKnown = true;
        long steal = 0;
        for (var vcpu : to.getVcpus()) {
            var earlier = before.get(vcpu.getIndex());
            if (earlier == null) continue;
            load.add(earlier, vcpu);
            Long delay = Rates.delta(earlier.getDelayMicros(), vcpu.getDelayMicros());
            Long own = unlessUnlimited(Rates.delta(earlier.getThrottledMicros(), vcpu.getThrottledMicros()), unlimited);
            stealKnown &= delay != null && own != null;
            if (delay != null && own != null) steal += Math.max(0, delay - own);
        }
        Long above = unlessUnlimited(Rates.delta(from.getThrottledMicros(), to.getThrottledMicros()), unlimited);
        if (above != null) load.throttled.add(above);
        if (stealKnown && above != null && load.waited.sum() != null) load.stolen = Math.max(0, steal - above);
        if (load.used.sum() == null) load.used.add(Rates.delta(from.getCpuMicros(), to.getCpuMicros()));
        return load;
    }

    private void add(VcpuCounters from, VcpuCounters to) {
        used.add(Rates.delta(from.getTimeMicros(), to.getTimeMicros()));
        waited.add(Rates.delta(from.getDelayMicros(), to.getDelayMicros()));
        throttled.add(Rates.delta(from.getThrottledMicros(), to.getThrottledMicros()));
        periods.add(Rates.delta(from.getPeriods(), to.getPeriods()));
        throttledPeriods.add(Rates.delta(from.getThrottledPeriods(), to.getThrottledPeriods()));
    }

    /** Nothing but the number of its vCPUs bounds the domain: it can't be throttled. */
    private static boolean isUnlimited(DomainSample sample) {
        Double entitlement = sample.getEntitlementCores();
        Integer vcpus = sample.getVcpusCurrent();
        return entitlement != null && vcpus != null && entitlement >= vcpus;
    }

    private static @Nullable Long unlessUnlimited(@Nullable Long throttled, boolean unlimited) {
        return throttled == null && unlimited ? Long.valueOf(0) : throttled;
    }

    private static Map<Integer, VcpuCounters> byIndex(DomainSample sample) {
        var vcpus = new HashMap<Integer, VcpuCounters>();
        for (var vcpu : sample.getVcpus()) vcpus.put(vcpu.getIndex(), vcpu);
        return vcpus;
    }

    void writeTo(LayerLoad.Builder load, Rates rates) {
        load.setCpuCores(used.cores(rates))
                .setRunDelayCores(waited.cores(rates))
                .setThrottledCores(throttled.cores(rates))
                .setThrottledPeriodRatio(Rates.ratio(throttledPeriods.sum(), periods.sum(), 1))
                .setStealCores(stolen == null ? null : rates.cores(0L, stolen));
    }
}
