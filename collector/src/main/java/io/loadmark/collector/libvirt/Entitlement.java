package io.loadmark.collector.libvirt;

import io.loadmark.collector.libvirt.xml.CpuSet;
import io.loadmark.schema.DomainInventory;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cores that a domain's vCPUs may use: the least of their number, that number times their quota, the quota of the whole
 * domain and the CPUs that they may run on. What neighbours leave of it is another matter.
 */
final class Entitlement {
    private Entitlement() {}

    static double cores(DomainInventory domain) {
        double cores = domain.getVcpus();
        Long quota = domain.getVcpuQuotaMicros();
        if (quota != null) cores *= Math.min(1, ratio(quota, domain.getVcpuPeriodMicros()));
        Long global = domain.getGlobalQuotaMicros();
        if (global != null) cores = Math.min(cores, ratio(global, domain.getGlobalPeriodMicros()));
        return Math.min(cores, cpus(domain));
    }

    private static double ratio(long quota, @Nullable Long period) {
        return period == null || period == 0 ? Double.POSITIVE_INFINITY : (double) quota / period;
    }

    /** CPUs of the host that any of the vCPUs may run on. */
    private static double cpus(DomainInventory domain) {
        var allowed = new BitSet();
        boolean anywhere = domain.getVcpuPins().size() < domain.getVcpus();
        for (var pin : domain.getVcpuPins()) {
            if (pin.getId() >= domain.getVcpus()) continue; // not plugged in
            var cpus = CpuSet.parse(pin.getCpus());
            if (cpus.isEmpty()) return Double.POSITIVE_INFINITY;
            allowed.or(cpus.get());
        }
        if (anywhere) {
            String cpuset = domain.getCpuset();
            var cpus = cpuset == null ? Optional.<BitSet>empty() : CpuSet.parse(cpuset);
            if (cpus.isEmpty()) return Double.POSITIVE_INFINITY;
            allowed.or(cpus.get());
        }
        return allowed.isEmpty() ? Double.POSITIVE_INFINITY : allowed.cardinality();
    }
}
