package io.loadmark.collector.kernellog;

import io.loadmark.collector.identity.HostClock;
import io.loadmark.collector.identity.HostIdentity;
import io.loadmark.collector.sampling.Enabled;
import io.loadmark.collector.sampling.SampleSink;
import io.loadmark.collector.sampling.Source;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.Event;
import io.loadmark.schema.EventPhase;
import io.loadmark.schema.EventType;
import io.loadmark.schemas.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes events of those lines of the kernel's log that a rule names, in order, from its start on. In a container it reads
 * nothing unless it is told to: the log there, if any, is that of the whole host.
 */
public final class KernelLogSource implements Source {
    private static final Logger log = LoggerFactory.getLogger(KernelLogSource.class);
    private static final List<String> CONTAINER_MARKS =
            List.of(".dockerenv", "run/.containerenv", "run/systemd/container");
    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
    /** Lines read in a round; a flood is left to the next rounds, and in the end to the kernel to overwrite. */
    private static final int MOST_LINES = 10_000;

    private final KernelLogConfig config;
    private final KernelLog.Opener opener;
    private final LineRules rules;
    private final HostIdentity host;
    private final HostClock clock;
    private @Nullable KernelLog open;
    private boolean off;
    private long readMicros;
    private long windowNanos;
    private int inWindow;

    public KernelLogSource(KernelLogConfig config, HostIdentity host, HostClock clock) {
        this(config, () -> Kmsg.open(config.device()), Path.of("/"), host, clock);
    }

    KernelLogSource(KernelLogConfig config, KernelLog.Opener opener, Path root, HostIdentity host, HostClock clock) {
        this.config = config;
        this.opener = opener;
        this.host = host;
        this.clock = clock;
        rules = LineRules.of(KernelLogConfig.KEY, config.rules(), config.redact());
        off = config.enabled() == Enabled.AUTO && isContainer(root);
        readMicros = clock.wallMicros();
        windowNanos = clock.monotonicNanos();
        if (off) log.info("the kernel's log is not read: this is a container");
    }

    private static boolean isContainer(Path root) {
        return CONTAINER_MARKS.stream().anyMatch(mark -> Files.exists(root.resolve(mark)));
    }

    @Override
    public String name() {
        return "kernel-log";
    }

    @Override
    public Round read(SampleSink sink) throws IOException {
        var lines = lines();
        if (lines == null) return new Round(0, 0, 0);
        long now = clock.wallMicros();
        if (clock.monotonicNanos() - windowNanos >= WINDOW_NANOS) {
            windowNanos = clock.monotonicNanos();
            inWindow = 0;
        }
        int events = 0;
        int lost = 0;
        int limited = 0;
        for (int i = 0; i < MOST_LINES; i++) {
            byte @Nullable [] record;
            try {
                record = lines.next();
            } catch (KernelLog.OverrunException e) {
                lost++;
                continue;
            } catch (IOException e) {
                close();
                throw e;
            }
            if (record == null) break;
            var line = KernelLine.parse(record);
            var match = line.flatMap(known -> rules.match(known.text()));
            if (line.isEmpty() || match.isEmpty()) continue;
            if (inWindow >= config.limit()) {
                limited++;
                continue;
            }
            inWindow++;
            events++;
            publish(sink, at(line.get(), now), match.get());
        }
        readMicros = now;
        return new Round(events, lost, limited);
    }

    private @Nullable KernelLog lines() throws IOException {
        if (off || open != null) return open;
        try {
            open = opener.open();
            return open;
        } catch (IOException e) {
            if (config.enabled() == Enabled.TRUE) throw e;
            off = true;
            log.info("the kernel's log is not read: {}", e.getMessage());
            return null;
        }
    }

    /** By the kernel's clock, which drifts over the weeks: but not before the last round, nor after this one. */
    private long at(KernelLine line, long now) {
        long age = TimeUnit.NANOSECONDS.toMicros(clock.monotonicNanos()) - line.atMicros();
        return Math.min(now, Math.max(readMicros, now - age));
    }

    private void publish(SampleSink sink, long atMicros, LineRules.Match match) {
        var event = Event.newBuilder()
                .setTenant(host.tenant())
                .setHostId(host.hostId())
                .setKind(EntityKind.HOST)
                .setEntityId(host.hostId())
                .setEntityName(host.hostName())
                .setAtMicros(atMicros)
                .setType(EventType.KERNEL)
                .setPhase(EventPhase.INSTANT)
                .setName(match.name())
                .setDetail(match.detail())
                .setSource("kernel")
                .build();
        sink.publish(Topic.EVENTS, Key.host(host.tenant(), host.hostId()), event);
    }

    @Override
    public void close() {
        if (open != null) open.close();
        open = null;
    }
}
