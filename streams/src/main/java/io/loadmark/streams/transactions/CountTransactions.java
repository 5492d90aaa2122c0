package io.loadmark.streams.transactions;

import io.loadmark.otlp.MalformedOtlpException;
import io.loadmark.otlp.MetricVisitor;
import io.loadmark.otlp.OtlpMetrics;
import io.loadmark.otlp.ResourceFields;
import io.loadmark.runtime.config.Tenant;
import io.loadmark.schema.CountSeries;
import io.loadmark.schema.TransactionWindow;
import io.loadmark.schemas.Key;
import io.loadmark.streams.flow.StreamsSettings;
import io.loadmark.streams.flow.TenantHeader;
import io.loadmark.streams.flow.TransactionRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts transactions by counters that applications keep themselves: what a counter rose by between two points is spread evenly
 * over that time, into the windows that it touches. Each series of each point is a part of its own, so that parts add.
 */
final class CountTransactions implements Processor<String, byte[], String, SpecificRecord> {
    private static final Logger LOG = LoggerFactory.getLogger(CountTransactions.class);

    /** What was counted over longer says nothing of any minute: it is what an application counted before it was first seen. */
    private static final long LONGEST_MICROS = Duration.ofMinutes(10).toNanos() / 1000;

    private final Map<String, String> transactions;
    private final String defaultTenant;
    private final long maxAheadMicros;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<String, SpecificRecord> context;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<String, CountSeries> series;

    CountTransactions(StreamsSettings settings, String defaultTenant) {
        transactions = settings.transactions().stream()
                .filter(TransactionRule::isCounted)
                .collect(Collectors.toMap(TransactionRule::counter, TransactionRule::name));
        maxAheadMicros = settings.maxAheadMicros();
        this.defaultTenant = defaultTenant;
    }

    /** A point of a counter, by whom and of what. */
    private record Point(
            String transaction, String series, long startNanos, long timeNanos, long count, boolean cumulative) {}

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        series = context.getStateStore(TransactionsTopology.COUNTER_SERIES);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        String tenant = TenantHeader.of(record, defaultTenant);
        if (record.value() == null || !Tenant.isValid(tenant)) return;
        try {
            for (var point : points(record.value())) count(tenant, point, record.timestamp());
        } catch (MalformedOtlpException e) {
            // Topology requests makes it a dead letter.
            LOG.debug("a record of metrics is malformed: {}", e.getMessage());
        }
    }

    private List<Point> points(byte[] metrics) throws MalformedOtlpException {
        var points = new ArrayList<Point>();
        OtlpMetrics.read(metrics, new MetricVisitor() {
            @Override
            public void count(
                    ResourceFields resource, String series, long start, long time, long count, boolean cumulative) {
                // Requests are topology requests'.
            }

            @Override
            public Collection<String> counters() {
                return transactions.keySet();
            }

            @Override
            public void counted(
                    ResourceFields resource,
                    String counter,
                    String series,
                    long start,
                    long time,
                    double value,
                    boolean cumulative) {
                String who = String.join(
                        "/", resource.serviceNamespace(), resource.serviceName(), resource.serviceInstanceId(), series);
                String transaction = transactions.get(counter);
                if (transaction == null) return;
                points.add(new Point(transaction, who, start, time, Math.round(value), cumulative));
            }
        });
        return points;
    }

    private void count(String tenant, Point point, long storedMillis) {
        long from = point.startNanos();
        long count = point.count();
        if (point.cumulative()) {
            String key = tenant + "/" + point.series();
            var before = series.get(key);
            boolean same = before != null && before.getStartNanos() == point.startNanos();
            if (same && before.getTimeNanos() >= point.timeNanos()) return; // a repetition
            series.put(key, new CountSeries(point.startNanos(), point.timeNanos(), point.count()));
            if (same) {
                from = before.getTimeNanos();
                count -= before.getCount();
            }
        }
        if (from <= 0 || count <= 0 || point.timeNanos() > (storedMillis * 1000 + maxAheadMicros) * 1000) return;
        spread(tenant, point, from / 1000, count, storedMillis);
    }

    private void spread(String tenant, Point point, long from, long count, long storedMillis) {
        long to = point.timeNanos() / 1000;
        if (to <= from || to - from > LONGEST_MICROS) return;
        var windows = GatherTraces.WINDOWS;
        for (long start = windows.startOf(from); start < to; start += windows.lengthMicros()) {
            long within = Math.min(to, windows.endOf(start)) - Math.max(from, start);
            var window = TransactionWindow.newBuilder()
                    .setTenant(tenant)
                    .setTransaction(point.transaction())
                    .setStartMicros(start)
                    .setLengthMicros(windows.lengthMicros())
                    .setPart(-1 - (point.series().hashCode() & Integer.MAX_VALUE))
                    .setJudgedMicros(to)
                    .setTraces(0)
                    .setTransactions(0)
                    .setErrors(0)
                    .setSeconds(0)
                    .setSteps(List.of())
                    .setOrphans(0)
                    .setLate(0)
                    .setDropped(0)
                    .setCounted((double) count * within / (to - from))
                    .build();
            context.forward(new Record<>(Key.transaction(tenant, point.transaction()), window, storedMillis));
        }
    }
}
