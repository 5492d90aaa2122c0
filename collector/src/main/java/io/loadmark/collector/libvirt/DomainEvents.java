package io.loadmark.collector.libvirt;

import io.loadmark.collector.identity.HostIdentity;
import io.loadmark.collector.sampling.SampleSink;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.Event;
import io.loadmark.schema.EventPhase;
import io.loadmark.schema.EventType;
import io.loadmark.schemas.Key;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Publishes events of domains, under the names that they were last known by. For one thread. */
final class DomainEvents {
    private static final String SOURCE = "libvirt";
    private static final int LONGEST_DETAIL = 1000;

    private final HostIdentity host;
    private final SampleSink sink;
    private final Map<UUID, String> names;

    private DomainEvents(HostIdentity host, SampleSink sink, Map<UUID, String> names) {
        this.host = host;
        this.sink = sink;
        this.names = names;
    }

    static DomainEvents of(HostIdentity host) {
        return new DomainEvents(host, (topic, key, value) -> {}, new HashMap<>());
    }

    /** The same, publishing to {@code sink}. */
    DomainEvents to(SampleSink sink) {
        return new DomainEvents(host, sink, names);
    }

    void named(UUID domain, String name) {
        names.put(domain, name);
    }

    void forget(UUID domain) {
        names.remove(domain);
    }

    void lifecycle(UUID domain, long atMicros, String name, String detail) {
        publish(event(domain, atMicros, EventType.LIFECYCLE, EventPhase.INSTANT, name, detail));
    }

    void changed(UUID domain, long atMicros, Changes.Change change) {
        publish(event(domain, atMicros, EventType.CHANGE, EventPhase.INSTANT, change.name(), change.detail()));
    }

    void jobStarted(UUID domain, Jobs.Span span) {
        publish(event(domain, span.startMicros(), EventType.JOB, EventPhase.START, span.name(), span.detail())
                .setSpanId(span.id())
                .setStartMicros(span.startMicros()));
    }

    void jobEnded(UUID domain, long atMicros, Jobs.Span span, String outcome) {
        publish(event(domain, atMicros, EventType.JOB, EventPhase.END, span.name(), span.detail())
                .setSpanId(span.id())
                .setStartMicros(span.startMicros())
                .setOutcome(outcome));
    }

    /** The end of something whose start nobody saw. */
    void jobEnded(UUID domain, long atMicros, String name, String detail, String outcome) {
        publish(event(domain, atMicros, EventType.JOB, EventPhase.END, name, detail)
                .setOutcome(outcome));
    }

    private Event.Builder event(
            UUID domain, long atMicros, EventType type, EventPhase phase, String name, String detail) {
        return Event.newBuilder()
                .setTenant(host.tenant())
                .setHostId(host.hostId())
                .setKind(EntityKind.DOMAIN)
                .setEntityId(domain.toString())
                .setEntityName(names.getOrDefault(domain, ""))
                .setAtMicros(atMicros)
                .setType(type)
                .setPhase(phase)
                .setName(name)
                .setDetail(detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL))
                .setSource(SOURCE);
    }

    private void publish(Event.Builder event) {
        sink.publish(Topic.EVENTS, Key.host(host.tenant(), host.hostId()), event.build());
    }
}
