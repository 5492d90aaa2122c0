package io.loadmark.bench.simulation;

import io.loadmark.runtime.config.Configuration;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.EntityState;
import io.loadmark.schema.InventoryRecord;
import io.loadmark.schema.LayerLoad;
import io.loadmark.schema.LoadQpsCurve;
import io.loadmark.schema.LoadSample;
import io.loadmark.schema.ProcessInventory;
import io.loadmark.schema.Usage;
import io.loadmark.schema.Watermark;
import io.loadmark.schemas.AvroUnion;
import io.loadmark.schemas.BadRecordException;
import io.loadmark.schemas.Key;
import io.loadmark.streams.align.AlignTopology;
import io.loadmark.streams.curves.CurvesTopology;
import io.loadmark.streams.flow.StreamsSettings;
import io.loadmark.streams.requests.RequestsTopology;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** The topologies from spans and metrics to a curve, on a simulated service that is exported as a real one is. */
final class Pipeline implements AutoCloseable {
    /** When simulations begin, microseconds since 1970. */
    static final long ZERO = 1_800_000_000_000_000L;

    private static final long SECOND = 1_000_000;
    private static final String TENANT = "default";
    private static final String HOST = Key.host(TENANT, "host-1");
    private static final AvroUnion USAGE = AvroUnion.of(List.of(Usage.class, Watermark.class));
    private static final AvroUnion INVENTORY = AvroUnion.of(List.of(InventoryRecord.class));
    private static final AvroUnion SAMPLE = AvroUnion.of(List.of(LoadSample.class));
    private static final AvroUnion CURVE = AvroUnion.of(List.of(LoadQpsCurve.class));

    private final Telemetry telemetry = new Telemetry(ZERO);
    private final double metricSeconds;
    private final Stage requests;
    private final Stage align;
    private final Stage curves;
    private final List<LoadSample> samples = new ArrayList<>();
    private long readUntilMicros;
    private @Nullable LoadQpsCurve curve;

    /**
     * A pipeline without input.
     *
     * @param metricSeconds distance of the runtime's metrics
     */
    Pipeline(Path directory, double metricSeconds) {
        this.metricSeconds = metricSeconds;
        var settings = Configuration.reference()
                .with("the test", List.of("streams", "warm-up"), "60s")
                .with("the test", List.of("streams", "curve-interval"), "0s")
                .section("streams", StreamsSettings.class);
        requests = new Stage(
                new RequestsTopology(settings, TENANT, 1, (partition, offset) -> readUntilMicros).get(),
                directory.resolve("requests"));
        align = new Stage(new AlignTopology(settings, 1).get(), directory.resolve("align"));
        curves = new Stage(new CurvesTopology(settings).get(), directory.resolve("curves"));
        align.store(Topic.INVENTORY, "42@1", INVENTORY.encode(process()), ZERO);
    }

    private static InventoryRecord process() {
        return InventoryRecord.newBuilder()
                .setTenant(TENANT)
                .setHostId("host-1")
                .setKind(EntityKind.PROCESS)
                .setEntityId("42@1")
                .setValidFromMicros(ZERO)
                .setState(EntityState.PRESENT)
                .setObservedMicros(ZERO)
                .setProcess(ProcessInventory.newBuilder()
                        .setPid(42)
                        .setStartMicros(1)
                        .setCommand("java")
                        .setCgroupPath("/shop/checkout")
                        .build())
                .build();
    }

    /** Lets a service run, and learns from what it sends; returns the load samples that the simulator itself makes. */
    List<LoadSample> run(Scenario scenario) {
        var windows = new ArrayList<LoadSample>();
        var observation = new Observation(scenario, telemetry);
        observation.forEach(window -> {
            windows.add(window);
            double end = (window.getStartMicros() + window.getLengthMicros()) / 1e6;
            long stored = ZERO + Math.round(end * SECOND) + SECOND;
            requests.store(Topic.SPANS, "a", telemetry.spans(), stored);
            if (Math.IEEEremainder(end, metricSeconds) == 0) {
                requests.store(Topic.METRICS, "a", telemetry.metrics(observation.heap(), end), stored);
            }
            usage(EntityKind.PROCESS, "42@1", window, window.getProcess(), stored);
            usage(EntityKind.CGROUP, "/shop/checkout", window, window.getCgroup(), stored);
            usage(EntityKind.HOST, "host-1", window, window.getHost(), stored);
            advance(stored);
        });
        advance(ZERO + Math.round((observation.windows() * Observation.WINDOW + 60) * SECOND));
        return windows;
    }

    private void usage(EntityKind kind, String id, LoadSample window, @Nullable LayerLoad load, long stored) {
        long from = ZERO + window.getStartMicros();
        var usage = new Usage(
                TENANT,
                "host-1",
                kind,
                id,
                from,
                from + window.getLengthMicros(),
                stored,
                Objects.requireNonNull(load));
        align.store(Topic.USAGE, HOST, USAGE.encode(usage), stored);
    }

    /** Everything has been read up to a time. */
    private void advance(long micros) {
        readUntilMicros = micros;
        requests.passTime();
        requests.handOn(Topic.REQUESTS, align, micros);
        align.store(Topic.USAGE, "~0", USAGE.encode(new Watermark(0, 1, micros)), micros);
        for (var record : align.written(Topic.LOAD_SAMPLES)) {
            var sample = decode(SAMPLE, record.value, LoadSample.class);
            if (sample.getRevision() >= 0) samples.add(sample);
            curves.store(Topic.LOAD_SAMPLES, record.key, record.value, micros);
        }
        for (var record : curves.written(Topic.CURVES)) curve = decode(CURVE, record.value, LoadQpsCurve.class);
    }

    private static <T extends SpecificRecord> T decode(AvroUnion codec, byte[] value, Class<T> type) {
        try {
            return type.cast(codec.decode(value));
        } catch (BadRecordException e) {
            throw new IllegalStateException("a topology wrote what can't be read", e);
        }
    }

    /** The final load samples, in the order in which they came. */
    List<LoadSample> samples() {
        return samples;
    }

    LoadQpsCurve curve() {
        return Objects.requireNonNull(curve);
    }

    @Override
    public void close() {
        requests.close();
        align.close();
        curves.close();
    }
}
