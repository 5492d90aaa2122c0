package io.loadmark.collector.libvirt;

import io.loadmark.collector.identity.HostClock;
import io.loadmark.collector.libvirt.connection.Lane;
import io.loadmark.collector.libvirt.connection.Snapshot;
import io.loadmark.collector.libvirt.connection.StatsGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what QEMU has to be asked for, beside everything else: a QEMU that hangs lets the call hang for all. On a fresh
 * connection libvirt then knows that one to be busy, and tells of all others.
 */
final class SlowReader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SlowReader.class);

    private final Lane<Snapshot> lane;
    private final List<StatsGroup> groups;
    private final Duration interval;
    private final HostClock clock;
    private long dueNanos;
    private boolean complained;

    SlowReader(Lane<Snapshot> lane, LibvirtConfig config, HostClock clock) {
        this.lane = lane;
        groups = config.slowGroups();
        interval = config.slowInterval();
        this.clock = clock;
        dueNanos = clock.monotonicNanos();
    }

    /** Takes a reading if one has come, and starts the next when it is due. */
    Optional<Snapshot> advance(Duration patience) {
        if (groups.isEmpty()) return Optional.empty();
        try {
            if (!lane.isBusy() && clock.monotonicNanos() - dueNanos >= 0) {
                dueNanos = clock.monotonicNanos() + interval.toNanos();
                lane.start(connection -> connection.statistics(groups));
            }
            var snapshot = lane.await(patience);
            if (snapshot.isPresent()) recovered();
            return snapshot;
        } catch (IOException e) {
            complain(e);
            dueNanos = clock.monotonicNanos(); // at once, on a fresh connection
            return Optional.empty();
        }
    }

    private void complain(IOException e) {
        if (!complained) log.warn("disks and memory of domains are not read: {}", e.getMessage());
        complained = true;
    }

    private void recovered() {
        if (complained) log.info("disks and memory of domains are read again");
        complained = false;
    }

    @Override
    public void close() {
        lane.close();
    }
}
