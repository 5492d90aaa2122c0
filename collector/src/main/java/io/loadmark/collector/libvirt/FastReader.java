package io.loadmark.collector.libvirt;

import io.loadmark.collector.libvirt.connection.Lane;
import io.loadmark.collector.libvirt.connection.LibvirtUnavailableException;
import io.loadmark.collector.libvirt.connection.Snapshot;
import io.loadmark.collector.libvirt.connection.StatsGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Reads what libvirt knows of all domains without asking any QEMU. */
final class FastReader implements AutoCloseable {
    private final Lane<Snapshot> lane;
    private final List<StatsGroup> groups;

    FastReader(Lane<Snapshot> lane, LibvirtConfig config) {
        this.lane = lane;
        groups = config.groups();
    }

    /**
     * A reading, of this tick or, if it took that long, of the one before.
     *
     * @throws IOException if none came in time
     */
    Snapshot read(Duration patience) throws IOException {
        if (!lane.isBusy()) lane.start(connection -> connection.statistics(groups));
        return lane.await(patience)
                .orElseThrow(() -> new LibvirtUnavailableException("libvirt has not answered yet", null));
    }

    @Override
    public void close() {
        lane.close();
    }
}
