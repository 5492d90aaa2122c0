package io.loadmark.runtime.topics;

import io.loadmark.runtime.config.TopicsConfig;
import io.loadmark.schema.CgroupSample;
import io.loadmark.schema.DeadLetter;
import io.loadmark.schema.DomainSample;
import io.loadmark.schema.Event;
import io.loadmark.schema.HostSample;
import io.loadmark.schema.InventoryRecord;
import io.loadmark.schema.LateRequests;
import io.loadmark.schema.LoadQpsCurve;
import io.loadmark.schema.LoadSample;
import io.loadmark.schema.ProcessSample;
import io.loadmark.schema.RequestWindow;
import io.loadmark.schema.TransactionWindow;
import io.loadmark.schema.Usage;
import io.loadmark.schema.Watermark;
import java.util.List;
import java.util.Map;

/**
 * Every topic: its name, key, value and what Kafka keeps of it. All topics have the same number of partitions
 * ({@code topics.partitions}), because several are read side by side by key, but for the dead letters, which have one.
 */
public enum Topic {
    /** What the host reports of itself. */
    HOST("loadmark.host", "tenant/host", Keep.RAW, HostSample.class),
    /** What the host reports of the libvirt domains that run on it. */
    DOMAIN("loadmark.domain", "tenant/host", Keep.RAW, DomainSample.class),
    /** What the host reports of its control groups. */
    CGROUP("loadmark.cgroup", "tenant/host", Keep.RAW, CgroupSample.class),
    /** What the host reports of its processes. */
    PROCESS("loadmark.process", "tenant/host", Keep.RAW, ProcessSample.class),
    /** What exists where, from when on; kept as long as it is true and looked up by event time. */
    INVENTORY("loadmark.inventory", "tenant/host/kind/entity/valid-from", Keep.COMPACTED, InventoryRecord.class),
    /** What happened to a host and what runs on it. */
    EVENTS("loadmark.events", "tenant/host", Keep.DERIVED, Event.class),
    /** OTLP traces, one ExportTraceServiceRequest a record (the OpenTelemetry Collector's otlp_proto encoding). */
    SPANS("otlp_spans", "any; the same for repeated spans", Keep.RAW),
    /** OTLP metrics, one ExportMetricsServiceRequest a record. */
    METRICS("otlp_metrics", "any", Keep.RAW),
    /** Loads of entities between two samples. */
    USAGE("loadmark.usage", "tenant/host", Keep.DERIVED, Usage.class, Watermark.class),
    /** Requests of instances, second by second. */
    REQUESTS(
            "loadmark.requests",
            "tenant/namespace/service/instance",
            Keep.DERIVED,
            RequestWindow.class,
            LateRequests.class,
            Watermark.class),
    /** Requests beside the loads under them. */
    LOAD_SAMPLES("loadmark.load-samples", "tenant/namespace/service", Keep.DERIVED, LoadSample.class),
    /** What was learned of each instance. */
    CURVES("loadmark.curves", "tenant/namespace/service/instance", Keep.COMPACTED, LoadQpsCurve.class),
    /** Business transactions and what each asks of every service. */
    TRANSACTIONS("loadmark.transactions", "tenant/transaction", Keep.DERIVED, TransactionWindow.class),
    /** Records that could not be used, with their cause. */
    DEAD_LETTERS("loadmark.dead-letters", "topic/partition/offset", Keep.DERIVED, DeadLetter.class);

    /** What Kafka keeps. */
    public enum Keep {
        /** Input: {@code topics.raw-retention}. */
        RAW,
        /** Results: {@code topics.derived-retention}. */
        DERIVED,
        /** The newest record of each key, for ever. */
        COMPACTED
    }

    private final String topicName;
    private final String key;
    private final Keep keep;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Class<?>> records;

    Topic(String topicName, String key, Keep keep, Class<?>... records) {
        this.topicName = topicName;
        this.key = key;
        this.keep = keep;
        this.records = List.of(records);
    }

    public String topicName() {
        return topicName;
    }

    /** The parts of the key, for people. */
    public String key() {
        return key;
    }

    public Keep keep() {
        return keep;
    }

    /** Avro records that it carries; empty where the value is OTLP. */
    public List<Class<?>> records() {
        return records;
    }

    public int partitions(TopicsConfig config) {
        return this == DEAD_LETTERS ? 1 : config.partitions();
    }

    /** The topic's own settings on the broker. */
    Map<String, String> settings(TopicsConfig config) {
        // The broker's clock is the one clock that lateness is judged by (docs/adr/0001-broker-time.md).
        String stamp = keep == Keep.RAW || this == INVENTORY || this == EVENTS ? "LogAppendTime" : "CreateTime";
        return switch (keep) {
            case RAW ->
                retained(
                        stamp,
                        config.rawRetention().toMillis(),
                        config.rawRetentionBytes().bytes());
            case DERIVED ->
                retained(
                        stamp,
                        config.derivedRetention().toMillis(),
                        config.derivedRetentionBytes().bytes());
            case COMPACTED -> Map.of("cleanup.policy", "compact", "message.timestamp.type", stamp);
        };
    }

    private static Map<String, String> retained(String stamp, long millis, long bytes) {
        return Map.of(
                "cleanup.policy",
                "delete",
                "retention.ms",
                Long.toString(millis),
                "retention.bytes",
                Long.toString(bytes),
                "message.timestamp.type",
                stamp);
    }
}
