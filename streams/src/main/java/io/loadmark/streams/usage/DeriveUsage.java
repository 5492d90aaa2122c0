package io.loadmark.streams.usage;

import io.loadmark.schema.Usage;
import io.loadmark.schemas.BadRecordException;
import io.loadmark.schemas.Key;
import io.loadmark.streams.flow.DeadLetters;
import io.loadmark.streams.flow.InputWatermark;
import io.loadmark.streams.flow.ReadProgress;
import io.loadmark.streams.flow.StreamsSettings;
import java.time.Duration;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps the last sample of every entity and hands on the load between two. Forgets entities that have not been sampled
 * for {@link #FORGET_AFTER} of their host's broker time.
 */
final class DeriveUsage implements Processor<String, byte[], String, SpecificRecord> {
    private static final String REPORTER = "streams-usage";
    private static final Duration WATERMARK_INTERVAL = Duration.ofMillis(200);
    private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(1);
    private static final Duration FORGET_AFTER = Duration.ofMinutes(15);

    private final LoadRules rules;
    private final long maxAheadMicros;
    private final ReadProgress progress;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<String, SpecificRecord> context;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<String, byte[]> lastSamples;

    @SuppressWarnings("NullAway.Init")
    private InputWatermark watermark;

    private long readUntilMicros = ReadProgress.UNKNOWN;

    DeriveUsage(StreamsSettings settings, ReadProgress progress) {
        rules = new LoadRules(settings.pageCachePolicy());
        maxAheadMicros = settings.maxAheadMicros();
        this.progress = progress;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        lastSamples = context.getStateStore(UsageTopology.LAST_SAMPLES);
        watermark = new InputWatermark(context, UsageTopology.INPUTS, progress, UsageTopology.READ_POSITIONS);
        context.schedule(WATERMARK_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::tellWatermark);
        context.schedule(SWEEP_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> forgetVanished());
    }

    @Override
    public void process(Record<String, byte[]> record) {
        RecordMetadata from = context.recordMetadata().orElseThrow();
        long storedMicros = record.timestamp() * 1000;
        try {
            var reading = Reading.decode(record.value() == null ? new byte[0] : record.value());
            if (reading.stamp().getAtMicros() > storedMicros + maxAheadMicros) {
                throw new BadRecordException(ahead(reading, storedMicros));
            }
            derive(reading, record).ifPresent(context::forward);
        } catch (BadRecordException e) {
            context.forward(DeadLetters.of(REPORTER, "", from, record, String.valueOf(e.getMessage())));
        }
        watermark.read(from.topic(), from.offset(), storedMicros);
    }

    private Optional<Record<String, SpecificRecord>> derive(Reading reading, Record<String, byte[]> record)
            throws BadRecordException {
        byte[] before = lastSamples.get(reading.entityKey());
        if (before == null) {
            lastSamples.put(reading.entityKey(), record.value());
            return Optional.empty();
        }
        var earlier = Reading.decode(before);
        boolean sameEpoch = reading.epoch().equals(earlier.epoch());
        if (sameEpoch && !reading.follows(earlier)) return Optional.empty(); // a repetition
        lastSamples.put(reading.entityKey(), record.value());
        if (!sameEpoch) return Optional.empty();
        var stamp = reading.stamp();
        var usage = Usage.newBuilder()
                .setTenant(stamp.getTenant())
                .setHostId(stamp.getHostId())
                .setKind(reading.kind())
                .setEntityId(reading.entityId())
                .setFromMicros(earlier.stamp().getAtMicros())
                .setToMicros(stamp.getAtMicros())
                .setReceivedMicros(record.timestamp() * 1000)
                .setLoad(reading.since(earlier, rules))
                .build();
        return Optional.of(new Record<>(Key.host(stamp.getTenant(), stamp.getHostId()), usage, record.timestamp()));
    }

    private void tellWatermark(long nowMillis) {
        watermark.advance().ifPresent(at -> {
            readUntilMicros = at;
            context.forward(watermark.toOwnPartition(at, nowMillis));
        });
    }

    private void forgetVanished() {
        long before = readUntilMicros - FORGET_AFTER.toNanos() / 1000;
        try (var entries = lastSamples.all()) {
            while (entries.hasNext()) {
                var entry = entries.next();
                if (atMicros(entry.value) < before) lastSamples.delete(entry.key);
            }
        }
    }

    private static long atMicros(byte[] sample) {
        try {
            return Reading.decode(sample).stamp().getAtMicros();
        } catch (BadRecordException e) {
            throw new IllegalStateException("the state store holds a sample that was good before", e);
        }
    }

    private static String ahead(Reading reading, long storedMicros) {
        var ahead = Duration.ofMillis((reading.stamp().getAtMicros() - storedMicros) / 1000);
        return "clock of host " + reading.stamp().getHostId() + " is " + ahead
                + " ahead of the broker's; set it by NTP";
    }
}
