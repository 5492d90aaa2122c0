package io.loadmark.streams.requests;

import io.loadmark.otlp.MalformedOtlpException;
import io.loadmark.runtime.config.Tenant;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schemas.BadRecordException;
import io.loadmark.schemas.Key;
import io.loadmark.streams.flow.DeadLetters;
import io.loadmark.streams.flow.InputWatermark;
import io.loadmark.streams.flow.ReadProgress;
import io.loadmark.streams.flow.StreamsSettings;
import io.loadmark.streams.flow.TenantHeader;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * First stage: reads the few fields needed of every span and adds them to the partial windows of this input partition.
 * What a record changed is handed on with the record, in one transaction, so nothing is kept only in memory.
 */
final class CombineSpans implements Processor<String, byte[], String, SpecificRecord> {
    static final String REPORTER = "streams-requests";

    private static final Duration WATERMARK_INTERVAL = Duration.ofMillis(200);

    private final StreamsSettings settings;
    private final String defaultTenant;
    private final int partitions;
    private final ReadProgress progress;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<String, SpecificRecord> context;

    @SuppressWarnings("NullAway.Init")
    private PartialWindows windows;

    @SuppressWarnings("NullAway.Init")
    private ExactCounts counts;

    @SuppressWarnings("NullAway.Init")
    private RuntimePauses runtimes;

    @SuppressWarnings("NullAway.Init")
    private InputWatermark watermark;

    CombineSpans(StreamsSettings settings, String defaultTenant, int partitions, ReadProgress progress) {
        this.settings = settings;
        this.defaultTenant = defaultTenant;
        this.partitions = partitions;
        this.progress = progress;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        windows = new PartialWindows(context, settings.lateness());
        counts = new ExactCounts(context);
        runtimes = new RuntimePauses(context.getStateStore(RequestsTopology.RUNTIME_SERIES));
        watermark = new InputWatermark(context, RequestsTopology.INPUTS, progress, RequestsTopology.READ_POSITIONS);
        context.schedule(WATERMARK_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::tellWatermark);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        RecordMetadata from = context.recordMetadata().orElseThrow();
        String tenant = TenantHeader.of(record, defaultTenant);
        try {
            if (!Tenant.isValid(tenant)) throw new BadRecordException("header tenant names no tenant");
            byte[] value = record.value() == null ? new byte[0] : record.value();
            if (from.topic().equals(Topic.METRICS.topicName())) difference(tenant, value, from, record);
            else combine(tenant, value, from, record);
        } catch (MalformedOtlpException | BadRecordException e) {
            context.forward(DeadLetters.of(REPORTER, named(tenant), from, record, String.valueOf(e.getMessage())));
        }
        watermark.read(from.topic(), from.offset(), record.timestamp() * 1000);
    }

    private void combine(String tenant, byte[] value, RecordMetadata from, Record<String, byte[]> record)
            throws MalformedOtlpException {
        long storedMicros = record.timestamp() * 1000;
        var batch = SpanBatch.read(
                value, tenant, Math.max(1, settings.samplingFactor()), storedMicros + settings.maxAheadMicros());
        var update = windows.update(from.partition(), from.offset(), storedMicros);
        batch.instances().forEach(update::add);
        update.changed((key, result) -> context.forward(new Record<>(key, result, record.timestamp())));
        if (batch.ahead() > 0) {
            context.forward(DeadLetters.of(REPORTER, tenant, from, record, cause(batch.ahead(), "spans")));
        }
    }

    private void difference(String tenant, byte[] value, RecordMetadata from, Record<String, byte[]> record)
            throws MalformedOtlpException {
        long storedMicros = record.timestamp() * 1000;
        var batch = MetricBatch.read(value, tenant, storedMicros + settings.maxAheadMicros());
        counts.add(batch.counts(), record.timestamp());
        runtimes.add(batch, storedMicros)
                .forEach(interval -> context.forward(
                        new Record<>(Key.instance(interval.getInstance()), interval, record.timestamp())));
        if (batch.ahead() > 0) {
            context.forward(DeadLetters.of(REPORTER, tenant, from, record, cause(batch.ahead(), "points")));
        }
    }

    private String cause(long count, String what) {
        return count + " " + what + " have no time or end more than " + settings.maxAhead()
                + " after they were received; set the sender's clock by NTP. The record's other " + what
                + " were counted";
    }

    /** Of a record that names none, nobody's. */
    private static String named(String tenant) {
        return Tenant.isValid(tenant) ? tenant : "";
    }

    private void tellWatermark(long nowMillis) {
        watermark.advance().ifPresent(at -> {
            windows.forgetClosed(at);
            watermark.toAllPartitions(partitions, at, nowMillis).forEach(context::forward);
        });
    }
}
