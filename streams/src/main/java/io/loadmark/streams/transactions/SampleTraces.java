package io.loadmark.streams.transactions;

import io.loadmark.otlp.MalformedOtlpException;
import io.loadmark.runtime.config.Tenant;
import io.loadmark.schema.TraceSpans;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** First stage: hands the spans of a share of all traces on, by trace. Keeps nothing but how far it has read. */
final class SampleTraces implements Processor<String, byte[], String, SpecificRecord> {
    private static final Logger LOG = LoggerFactory.getLogger(SampleTraces.class);
    private static final Duration WATERMARK_INTERVAL = Duration.ofMillis(200);

    private final StreamsSettings settings;
    private final String defaultTenant;
    private final int partitions;
    private final ReadProgress progress;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<String, SpecificRecord> context;

    @SuppressWarnings("NullAway.Init")
    private InputWatermark watermark;

    SampleTraces(StreamsSettings settings, String defaultTenant, int partitions, ReadProgress progress) {
        this.settings = settings;
        this.defaultTenant = defaultTenant;
        this.partitions = partitions;
        this.progress = progress;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        watermark =
                new InputWatermark(context, TransactionsTopology.INPUTS, progress, TransactionsTopology.READ_POSITIONS);
        context.schedule(WATERMARK_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::tellWatermark);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        var from = context.recordMetadata().orElseThrow();
        String tenant = TenantHeader.of(record, defaultTenant);
        if (record.value() != null && Tenant.isValid(tenant)) {
            try {
                TraceBatch.read(record.value(), tenant, settings, record.timestamp() * 1000)
                        .forEach((key, spans) ->
                                context.forward(new Record<>(key, new TraceSpans(tenant, spans), record.timestamp())));
            } catch (MalformedOtlpException e) {
                // Topology requests makes it a dead letter.
                LOG.debug("{}/{}/{}: {}", from.topic(), from.partition(), from.offset(), e.getMessage());
            }
        }
        watermark.read(from.topic(), from.offset(), record.timestamp() * 1000);
    }

    private void tellWatermark(long nowMillis) {
        watermark.advance().ifPresent(at -> watermark
                .toAllPartitions(partitions, at, nowMillis)
                .forEach(context::forward));
    }
}
