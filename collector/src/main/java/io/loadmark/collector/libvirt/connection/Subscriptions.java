package io.loadmark.collector.libvirt.connection;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;
import io.loadmark.collector.identity.HostClock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.libvirt.event.DomainEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one connection is told by itself. Must be kept for as long as the connection: libvirt calls into it. Nothing may be
 * thrown into native code, so what goes wrong with a notice costs the notice.
 */
final class Subscriptions {
    private static final Logger log = LoggerFactory.getLogger(Subscriptions.class);

    // virDomainEventID
    private static final int DISK_CHANGE = 9;
    private static final int DEVICE_REMOVED = 15;
    private static final int BLOCK_JOB_2 = 16;
    private static final int TUNABLE = 17;
    private static final int DEVICE_ADDED = 19;
    private static final int JOB_COMPLETED = 21;
    private static final int METADATA_CHANGE = 23;
    private static final List<Integer> CHANGES =
            List.of(DISK_CHANGE, DEVICE_REMOVED, TUNABLE, DEVICE_ADDED, METADATA_CHANGE);

    private static final Pattern DETAIL = Pattern.compile("\\((\\w+)\\)$");

    private final NativeCalls calls;
    private final Notices notices;
    private final HostClock clock;
    private final List<Callback> callbacks = new ArrayList<>();

    /** Of the arguments of several kinds of events, the first two, which all of them have. */
    @FunctionalInterface
    interface OnChange extends Callback {
        void invoke(Pointer connection, Pointer domain);
    }

    /** virConnectDomainEventBlockJobCallback. */
    @FunctionalInterface
    interface OnBlockJob extends Callback {
        void invoke(Pointer connection, Pointer domain, @Nullable String disk, int type, int status, Pointer opaque);
    }

    /** virConnectDomainEventJobCompletedCallback. */
    @FunctionalInterface
    interface OnJobEnd extends Callback {
        void invoke(Pointer connection, Pointer domain, Pointer parameters, int count, Pointer opaque);
    }

    Subscriptions(NativeCalls calls, Notices notices, HostClock clock) {
        this.calls = calls;
        this.notices = notices;
        this.clock = clock;
    }

    /** Subscribes to what the hypervisor offers; kinds of events that its driver does not know are left out. */
    void on(OpenConnect connection) {
        try {
            connection.addLifecycleListener(this::lifecycle);
            connection.addRebootListener(this::rebooted);
        } catch (LibvirtException e) {
            log.info("no lifecycle events: {}", e.getMessage());
        }
        OnChange onChange = (from, domain) -> notices.add(new Notice.Changed(uuid(domain), clock.wallMicros()));
        for (int event : CHANGES) register(connection, event, onChange);
        OnBlockJob onBlockJob = (from, domain, disk, type, status, opaque) -> notices.add(
                new Notice.BlockJob(uuid(domain), clock.wallMicros(), disk == null ? "" : disk, type, status));
        register(connection, BLOCK_JOB_2, onBlockJob);
        OnJobEnd onJobEnd = (from, domain, parameters, count, opaque) -> notices.add(
                new Notice.JobEnded(uuid(domain), clock.wallMicros(), Statistics.figures(parameters, count)));
        register(connection, JOB_COMPLETED, onJobEnd);
    }

    private void register(OpenConnect connection, int event, Callback callback) {
        callbacks.add(callback);
        int id = calls.virConnectDomainEventRegisterAny(connection.pointer(), null, event, callback, null, null);
        if (id < 0) log.debug("no events of kind {}: {}", event, calls.virGetLastErrorMessage());
    }

    private UUID uuid(Pointer domain) {
        return uuid(calls, domain);
    }

    static UUID uuid(NativeCalls calls, Pointer domain) {
        var bytes = new byte[2 * Long.BYTES];
        calls.virDomainGetUUID(domain, bytes);
        var buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    private int lifecycle(Domain domain, DomainEvent event) {
        notice(domain, lower(event.getType().name()), detail(event));
        return 0;
    }

    private void rebooted(Domain domain) {
        notice(domain, "rebooted", "");
    }

    private void notice(Domain domain, String event, String detail) {
        try {
            var uuid = UUID.fromString(domain.getUUIDString());
            notices.add(new Notice.Lifecycle(uuid, domain.getName(), clock.wallMicros(), event, detail));
            domain.free();
        } catch (LibvirtException | RuntimeException e) {
            log.warn("a lifecycle event was lost", e);
        }
    }

    /** libvirt-java's text is {@code SUSPENDED (PAUSED)}; the detail's type is one of many enumerations. */
    private static String detail(DomainEvent event) {
        var detail = DETAIL.matcher(event.toString());
        return detail.find() ? lower(detail.group(1)) : "";
    }

    private static String lower(String symbol) {
        return symbol.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
