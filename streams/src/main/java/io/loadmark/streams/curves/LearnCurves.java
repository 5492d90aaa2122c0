package io.loadmark.streams.curves;

import io.loadmark.model.curve.CurveStep;
import io.loadmark.schema.LoadQpsCurve;
import io.loadmark.schema.LoadSample;
import io.loadmark.schemas.Key;
import io.loadmark.streams.StreamsSettings;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Lets each instance learn from its final windows: revision 0 only, in window order, each once. Corrections change
 * what is stored, not what was learned. Windows that lack a layer, of an instance that moved or warms up, are barred.
 */
final class LearnCurves implements Processor<String, SpecificRecord, String, SpecificRecord> {
    private final long warmUpMicros;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<String, SpecificRecord> context;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<String, LoadQpsCurve> curves;

    LearnCurves(StreamsSettings settings) {
        warmUpMicros = settings.warmUpMicros();
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        curves = context.getStateStore(CurvesTopology.INSTANCE_CURVES);
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        if (!(record.value() instanceof LoadSample sample) || sample.getRevision() != 0) return;
        String key = Key.instance(sample.getInstance());
        var after = learn(curves.get(key), sample);
        curves.put(key, after);
        if (after.getWindows() > 0) context.forward(new Record<>(key, after, record.timestamp()));
    }

    private LoadQpsCurve learn(@Nullable LoadQpsCurve before, LoadSample sample) {
        long firstSeen = before == null || Lessons.isNewVersion(before, sample)
                ? sample.getStartMicros()
                : before.getFirstSeenMicros();
        var curve = before == null ? io.loadmark.model.curve.LoadQpsCurve.initial() : Curves.toModel(before);
        boolean warm = sample.getStartMicros() >= firstSeen + warmUpMicros;
        var lesson = Lessons.of(sample);
        var after = warm && lesson.isPresent()
                ? CurveStep.step(curve, lesson.get().window()).curve()
                : curve.withBarred();
        var scope = lesson.map(Lessons.Lesson::scope).orElseGet(() -> Lessons.scopeOf(before));
        return Curves.toWire(after, sample.getInstance(), scope, firstSeen);
    }
}
