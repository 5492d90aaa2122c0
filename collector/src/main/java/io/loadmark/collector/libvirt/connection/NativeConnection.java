package io.loadmark.collector.libvirt.connection;

import io.loadmark.collector.identity.HostClock;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.libvirt.Domain;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;
import org.libvirt.TypedParameter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection through libvirt's C library. */
public final class NativeConnection implements Connection {
    private static final Logger log = LoggerFactory.getLogger(NativeConnection.class);
    private static final int KEEP_ALIVE_SECONDS = 5;
    private static final int KEEP_ALIVE_COUNT = 3;
    // virDomainJobType
    private static final int BOUNDED = 1;
    private static final int UNBOUNDED = 2;

    private final OpenConnect connect;
    private final Statistics statistics;
    private final HostClock clock;

    @SuppressWarnings("UnusedVariable") // libvirt calls into it for as long as the connection lives
    private final @Nullable Subscriptions subscriptions;

    private NativeConnection(
            OpenConnect connect, Statistics statistics, HostClock clock, @Nullable Subscriptions subscriptions) {
        this.connect = connect;
        this.statistics = statistics;
        this.clock = clock;
        this.subscriptions = subscriptions;
    }

    /** Opens connections that only answer. */
    public static Connector to(String uri, HostClock clock) {
        return () -> open(uri, clock, null);
    }

    /** Opens connections that tell by themselves too. */
    public static Connector to(String uri, HostClock clock, Notices notices) {
        return () -> open(uri, clock, notices);
    }

    private static Connection open(String uri, HostClock clock, @Nullable Notices notices)
            throws LibvirtUnavailableException {
        var calls = NativeCalls.load();
        try {
            EventLoop.start();
            var connect = new OpenConnect(uri);
            keepAlive(connect);
            var subscriptions = notices == null ? null : new Subscriptions(calls, notices, clock);
            if (subscriptions != null) subscriptions.on(connect);
            return new NativeConnection(connect, new Statistics(calls), clock, subscriptions);
        } catch (LibvirtException e) {
            throw new LibvirtUnavailableException("libvirt at " + uri + " can't be reached: " + e.getMessage(), e);
        }
    }

    /** Calls on a daemon that stands still then end with an error; on one that waits for QEMU they don't. */
    private static void keepAlive(OpenConnect connect) {
        try {
            connect.setKeepAlive(KEEP_ALIVE_SECONDS, KEEP_ALIVE_COUNT);
        } catch (LibvirtException e) {
            log.debug("no keep-alive: {}", e.getMessage()); // a driver within this process
        }
    }

    @Override
    public Snapshot statistics(Collection<StatsGroup> groups) throws LibvirtUnavailableException {
        var domains = statistics.read(connect.pointer(), StatsGroup.bits(groups));
        return new Snapshot(clock.wallMicros(), clock.monotonicNanos(), domains);
    }

    @Override
    public boolean isAlive() {
        try {
            return connect.isAlive();
        } catch (LibvirtException e) {
            return false;
        }
    }

    @Override
    public Optional<Answer> ask(UUID uuid, boolean configuration) throws LibvirtUnavailableException {
        try {
            var domain = connect.domainLookupByUUID(uuid);
            try {
                String xml = configuration ? domain.getXMLDesc(0) : null;
                return Optional.of(new Answer(domain.getID(), xml, job(domain)));
            } finally {
                domain.free();
            }
        } catch (LibvirtException e) {
            if (!isAlive()) throw new LibvirtUnavailableException("libvirt is gone: " + e.getMessage(), e);
            if (e.getError().getCode() != ErrorNumber.VIR_ERR_NO_DOMAIN) log.debug("domain {}", uuid, e);
            return Optional.empty();
        }
    }

    private static JobReport job(Domain domain) {
        try {
            var job = domain.getJobInfo();
            boolean isRunning = job.getType() == BOUNDED || job.getType() == UNBOUNDED;
            return isRunning ? new JobReport(true, operation(domain), job.getTimeElapsed()) : JobReport.NONE;
        } catch (LibvirtException e) {
            return JobReport.NONE; // the hypervisor knows no jobs
        }
    }

    private static int operation(Domain domain) throws LibvirtException {
        for (TypedParameter figure : domain.getJobStats(0).stats) {
            if (figure.field.equals("operation")) return Integer.parseInt(figure.getValueAsString());
        }
        return 0;
    }

    @Override
    public void close() {
        try {
            connect.close();
        } catch (LibvirtException e) {
            log.debug("a connection to libvirt did not close in order", e);
        }
    }
}
