package io.loadmark.streams.curves;

import io.loadmark.schema.LoadQpsCurve;
import io.loadmark.schema.LoadSample;
import io.loadmark.schemas.Key;
import io.loadmark.streams.flow.StreamsSettings;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Lets each instance learn from its final windows: revision 0 only, in window order, each once. Corrections change
 * what is stored, not what was learned ({@link Learning}). A curve is handed on with the first window of each {@code streams.curve-interval}.
 *
 * <p>The windows of an instance that moves come through the tasks of two hosts, so a sample waits here for the one
 * before it. One that never comes (its topic's retention ended first) is given up when {@link #MOST_HELD} wait.
 */
final class LearnCurves implements Processor<String, SpecificRecord, String, SpecificRecord> {
    static final int MOST_HELD = 32;

    private final long warmUpMicros;
    private final long intervalMicros;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<String, SpecificRecord> context;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<String, LoadQpsCurve> curves;

    @SuppressWarnings("NullAway.Init")
    private HeldSamples held;

    LearnCurves(StreamsSettings settings) {
        warmUpMicros = settings.warmUpMicros();
        intervalMicros = settings.curveIntervalMicros();
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        curves = context.getStateStore(CurvesTopology.INSTANCE_CURVES);
        held = new HeldSamples(context.getStateStore(CurvesTopology.HELD_SAMPLES));
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        if (!(record.value() instanceof LoadSample sample) || sample.getRevision() != 0) return;
        String key = Key.instance(sample.getInstance());
        if (follows(sample, curves.get(key))) take(key, sample, record.timestamp());
        else held.hold(key, sample);
        takeHeld(key, record.timestamp());
    }

    private static boolean follows(LoadSample sample, @Nullable LoadQpsCurve curve) {
        Long previous = sample.getPreviousMicros();
        return previous == null || (curve != null && previous <= curve.getLastSeenMicros());
    }

    private void takeHeld(String key, long timestampMillis) {
        var samples = held.of(key);
        boolean givenUp = samples.size() >= MOST_HELD;
        for (var sample : samples) {
            if (!givenUp && !follows(sample, curves.get(key))) return;
            take(key, sample, timestampMillis);
            held.release(key, sample);
        }
    }

    private void take(String key, LoadSample sample, long timestampMillis) {
        var before = curves.get(key);
        var after = Learning.learn(before, sample, warmUpMicros);
        curves.put(key, after);
        if (after.getWindows() > 0 && isDue(before, after)) {
            context.forward(new Record<>(key, after, timestampMillis));
        }
    }

    private boolean isDue(@Nullable LoadQpsCurve before, LoadQpsCurve after) {
        return intervalMicros == 0
                || before == null
                || before.getWindows() == 0
                || before.getLastSeenMicros() / intervalMicros != after.getLastSeenMicros() / intervalMicros;
    }
}
