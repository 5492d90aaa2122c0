package io.loadmark.collector.logfile;

import io.loadmark.collector.identity.HostClock;
import io.loadmark.collector.identity.HostIdentity;
import io.loadmark.collector.kernellog.LineRules;
import io.loadmark.collector.sampling.SampleSink;
import io.loadmark.collector.sampling.Source;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.Event;
import io.loadmark.schema.EventPhase;
import io.loadmark.schema.EventType;
import io.loadmark.schemas.Key;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Makes events of those lines of log files that a rule names, file by file in order, from its start on: of libvirt's logs of QEMU
 * events of the domain, of others events of the host, at the time of their reading. What is not read in a round is left to the
 * next.
 */
public final class LogFileSource implements Source {
    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int ROUNDS_BETWEEN_LOOKS = 10;
    /** Of all files in a round. */
    private static final long MOST_BYTES = 4 << 20;

    private final LogFiles files;
    private final LineRules rules;
    private final int limit;
    private final HostIdentity host;
    private final HostClock clock;
    private final DomainOfLog domains = new DomainOfLog();
    private final ByteBuffer chunk = LogTail.chunk();
    private int roundsToLook;
    private long windowNanos;
    private int inWindow;
    private int events;
    private int limited;

    public LogFileSource(LogFilesConfig config, HostIdentity host, HostClock clock) {
        files = new LogFiles(config.paths());
        rules = LineRules.of(LogFilesConfig.KEY, config.rules(), config.redact());
        limit = config.limit();
        this.host = host;
        this.clock = clock;
        windowNanos = clock.monotonicNanos();
    }

    @Override
    public String name() {
        return "log-files";
    }

    @Override
    public Round read(SampleSink sink) {
        long now = clock.wallMicros();
        if (clock.monotonicNanos() - windowNanos >= WINDOW_NANOS) {
            windowNanos = clock.monotonicNanos();
            inWindow = 0;
        }
        events = 0;
        limited = 0;
        int unreadable = readAll(sink, now);
        if (roundsToLook-- == 0) {
            roundsToLook = ROUNDS_BETWEEN_LOOKS - 1;
            files.look();
        }
        return new Round(events, unreadable, limited + files.limited());
    }

    private int readAll(SampleSink sink, long now) {
        long left = MOST_BYTES;
        int unreadable = 0;
        for (var tail : files.tails()) {
            try {
                if (left <= 0 || !tail.hasMore()) continue;
                left -= tail.read(left, chunk, line -> take(tail.path(), line, now, sink));
            } catch (IOException e) {
                unreadable++;
            }
        }
        return unreadable;
    }

    private void take(Path file, String line, long now, SampleSink sink) {
        domains.saw(file, line);
        rules.match(line).ifPresent(match -> {
            if (inWindow >= limit) {
                limited++;
                return;
            }
            inWindow++;
            events++;
            sink.publish(Topic.EVENTS, Key.host(host.tenant(), host.hostId()), event(file, match, now));
        });
    }

    private Event event(Path file, LineRules.Match match, long now) {
        var domain = domains.of(file);
        return Event.newBuilder()
                .setTenant(host.tenant())
                .setHostId(host.hostId())
                .setKind(domain.isPresent() ? EntityKind.DOMAIN : EntityKind.HOST)
                .setEntityId(domain.map(DomainOfLog.Known::uuid).orElse(host.hostId()))
                .setEntityName(domain.map(DomainOfLog.Known::name).orElse(host.hostName()))
                .setAtMicros(now)
                .setType(EventType.LOG)
                .setPhase(EventPhase.INSTANT)
                .setName(match.name())
                .setDetail(match.detail())
                .setSource(file.getFileName().toString())
                .build();
    }

    @Override
    public void close() {
        files.close();
    }
}
