package io.loadmark.model.share;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a guest may ask of its host.
 *
 * @param id unique on its host
 * @param vcpus virtual CPUs online, &ge; 0
 * @param shares CPU shares or weight of the whole guest, &gt; 0; absent where it has the usual ones
 * @param vcpuCores quota of each vCPU, cores; absent when unlimited
 * @param quotaCores quota of all of it, cores; absent when unlimited
 * @param pins CPUs of single vCPUs, by number
 * @param cpuset CPUs of those that are not pinned; absent for all of the host
 */
public record Guest(
        String id,
        int vcpus,
        @Nullable Double shares,
        @Nullable Double vcpuCores,
        @Nullable Double quotaCores,
        Map<Integer, CpuSet> pins,
        @Nullable CpuSet cpuset) {
    public Guest {
        if (vcpus < 0) throw new IllegalArgumentException("vCPUs of " + id + ": " + vcpus);
        pins = Map.copyOf(pins);
    }

    public Guest withVcpus(int count) {
        return new Guest(id, count, shares, vcpuCores, quotaCores, pins, cpuset);
    }

    /** One claim a vCPU; the guest's weight is that of all of them together. */
    List<Claim> claims(CpuSet host, double usualShares) {
        double weight = (shares == null ? usualShares : shares) / vcpus;
        double most = vcpuCores == null ? 1 : Math.min(1, vcpuCores);
        var claims = new ArrayList<Claim>(vcpus);
        for (int vcpu = 0; vcpu < vcpus; vcpu++) claims.add(new Claim(weight, most, cpus(vcpu, host)));
        return claims;
    }

    /** Like the kernel, a set without any CPU of the host is none. */
    private CpuSet cpus(int vcpu, CpuSet host) {
        var asked = pins.getOrDefault(vcpu, cpuset == null ? host : cpuset);
        var here = asked.within(host);
        return here.isEmpty() ? host : here;
    }

    double capped(double cores) {
        return quotaCores == null ? cores : Math.min(cores, quotaCores);
    }
}
