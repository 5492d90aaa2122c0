package io.loadmark.collector.libvirt;

import io.loadmark.collector.identity.HostClock;
import io.loadmark.collector.identity.HostIdentity;
import io.loadmark.collector.libvirt.connection.Abandoned;
import io.loadmark.collector.libvirt.connection.Connection.Connector;
import io.loadmark.collector.libvirt.connection.Lane;
import io.loadmark.collector.libvirt.connection.NativeConnection;
import io.loadmark.collector.libvirt.connection.Notices;
import io.loadmark.collector.sampling.Source;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Puts the source together: three connections, because what hangs on one must not hold up the others. The first tells
 * what the daemon knows by itself, the second what it asks every QEMU for, the third answers for single domains and
 * brings events.
 */
public final class Libvirt {
    private final LibvirtConfig config;
    private final Connector answering;
    private final Connector telling;
    private final Notices notices;
    private final HostClock clock;

    Libvirt(LibvirtConfig config, Connector answering, Connector telling, Notices notices, HostClock clock) {
        this.config = config;
        this.answering = answering;
        this.telling = telling;
        this.notices = notices;
        this.clock = clock;
    }

    /**
     * A source of the domains of {@code config.uri()}.
     *
     * @param patience how long a round may take at most
     */
    public static Source source(
            LibvirtConfig config,
            Path proc,
            Path sys,
            Duration patience,
            HostIdentity host,
            HostClock clock,
            OpenTelemetry telemetry) {
        var notices = new Notices();
        var answering = NativeConnection.to(config.uri(), clock);
        var telling = NativeConnection.to(config.uri(), clock, notices);
        return new Libvirt(config, answering, telling, notices, clock).source(proc, sys, patience, host, telemetry);
    }

    LibvirtSource source(Path proc, Path sys, Duration patience, HostIdentity here, OpenTelemetry telemetry) {
        var abandoned = new Abandoned(config.maxAbandoned());
        var metrics = new LibvirtMetrics(telemetry);
        metrics.watch(abandoned, notices);
        var readers = new LibvirtSource.Readers(
                new FastReader(lane("statistics", answering, abandoned), config),
                new SlowReader(lane("disks-and-memory", answering, abandoned), config, clock),
                new Watch(this.<List<Visits.Visited>>lane("configuration", telling, abandoned), config, clock),
                notices,
                patience);
        boolean isHere = config.hostId().isEmpty();
        var lives = new Lives(isHere ? new QemuProcesses(proc, here) : null, clock);
        var host = isHere ? here : here.named(config.hostId());
        return new LibvirtSource(config, readers, lives, new VcpuThreads(sys), host, clock, metrics);
    }

    private <T> Lane<T> lane(String name, Connector connector, Abandoned abandoned) {
        return new Lane<>(name, connector, config.callDeadline(), abandoned, clock);
    }
}
