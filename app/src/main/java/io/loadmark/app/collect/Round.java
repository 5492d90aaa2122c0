package io.loadmark.app.collect;

import io.loadmark.collector.sampling.Rounds;
import io.loadmark.runtime.topics.Topic;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;

/**
 * One reading of everything.
 *
 * @param problems what could not be read, by source
 */
public record Round(List<SpecificRecord> samples, Map<String, String> problems) {
    private static final Set<Topic> SAMPLES = EnumSet.of(Topic.HOST, Topic.DOMAIN, Topic.CGROUP, Topic.PROCESS);

    public Round {
        samples = List.copyOf(samples);
        problems = Map.copyOf(problems);
    }

    /** Reads them once. */
    public static Round take(Rounds rounds) throws InterruptedException {
        var samples = new CopyOnWriteArrayList<SpecificRecord>();
        var problems = rounds.read((topic, key, value) -> {
            if (SAMPLES.contains(topic)) samples.add(value);
        });
        return new Round(samples, problems);
    }
}
