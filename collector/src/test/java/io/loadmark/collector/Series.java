package io.loadmark.collector;

import io.loadmark.collector.sampling.SampleSink;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.runtime.topics.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the collector tells of this machine in a round as others count series: the numbers that are there in its samples,
 * without those that say of whom and when. Settings of the environment apply. {@code bench/peers} runs it.
 */
final class Series {
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration SPAN = Duration.ofSeconds(10);
    private static final Set<Topic> SAMPLES = Set.of(Topic.HOST, Topic.DOMAIN, Topic.CGROUP, Topic.PROCESS);
    private static final Set<String> IDENTITY =
            Set.of("stamp", "pid", "uid", "threadId", "index", "number", "libvirtId", "stale");

    private Series() {}

    public static void main(String[] args) throws Exception {
        var configuration = Configuration.reference().with(System.getenv());
        var config = configuration.section("collector", CollectorConfig.class);
        var numbers = new AtomicLong();
        SampleSink counting = (topic, key, value) -> {
            if (SAMPLES.contains(topic)) numbers.addAndGet(numbers(value));
        };
        try (var sampler = Collector.sampler("t", config, counting)) {
            sampler.start();
            Thread.sleep(WARM_UP.toMillis());
            long before = numbers.get();
            Thread.sleep(SPAN.toMillis());
            long rounds = SPAN.dividedBy(config.interval());
            System.out.println(Math.round((double) (numbers.get() - before) / rounds));
        }
    }

    private static long numbers(@Nullable Object value) {
        if (value instanceof Number) return 1;
        long sum = 0;
        if (value instanceof Collection<?> all) for (var one : all) sum += numbers(one);
        if (value instanceof Map<?, ?> all) for (var one : all.values()) sum += numbers(one);
        if (value instanceof IndexedRecord part) {
            for (var field : part.getSchema().getFields()) {
                if (isFigure(field.name())) sum += numbers(part.get(field.pos()));
            }
        }
        return sum;
    }

    private static boolean isFigure(String name) {
        boolean time = name.endsWith("ReadNanos") || name.endsWith("readNanos");
        boolean birth = name.equals("startMicros") || name.equals("createdMicros") || name.equals("shapeMicros");
        return !IDENTITY.contains(name) && !time && !birth;
    }
}
