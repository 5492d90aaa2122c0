package io.loadmark.collector.identity;

import io.loadmark.schema.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * Which host this is, since which boot. Read once at the start: {@code bootMicros} is the kernel's btime, which a
 * correction of the wall clock moves by a second, and process start times are counted from it.
 *
 * @param productUuid DMI product UUID, lower case; inside a KVM guest the libvirt domain's UUID; absent in most containers
 */
public record HostIdentity(
        String tenant,
        String hostId,
        String bootId,
        String hostName,
        @Nullable String productUuid,
        long bootMicros) {

    /** Another host that is sampled from here, by this host's clocks. */
    public HostIdentity named(String otherId) {
        return new HostIdentity(tenant, otherId, bootId, otherId, null, bootMicros);
    }

    /** Stamps what is read now. */
    public Stamp stamp(HostClock clock) {
        return new Stamp(tenant, hostId, bootId, clock.wallMicros(), clock.monotonicNanos());
    }
}
