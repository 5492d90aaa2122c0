package io.loadmark.app.collect;

import io.loadmark.model.usage.PageCachePolicy;
import io.loadmark.schema.CgroupSample;
import io.loadmark.schema.DomainSample;
import io.loadmark.schema.HostSample;
import io.loadmark.schema.LayerLoad;
import io.loadmark.schema.ProcessSample;
import io.loadmark.streams.usage.SampleLoads;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Every layer with its loads, between two rounds.
 *
 * @param problems what could not be read in the second round, by source
 */
public record Snapshot(
        List<Row<HostSample>> hosts,
        List<Row<DomainSample>> domains,
        List<Row<CgroupSample>> cgroups,
        List<Row<ProcessSample>> processes,
        Map<String, String> problems) {

    /** What rows are sorted by, the largest first. */
    public enum Sort {
        CPU,
        MEMORY,
        IO,
        THREADS;

        private @Nullable Double figure(LayerLoad load) {
            return switch (this) {
                case CPU -> load.getCpuCores();
                case MEMORY -> load.getMemoryUsedBytes();
                case IO -> sum(load.getReadBytesPerSecond(), load.getWriteBytesPerSecond());
                case THREADS -> load.getThreads();
            };
        }

        Comparator<Row<?>> order() {
            // What has no figure comes last.
            return Comparator.comparingDouble(row -> {
                Double figure = figure(row.load());
                return figure == null ? Double.POSITIVE_INFINITY : -figure;
            });
        }
    }

    /** The loads between the rounds, as the topologies would derive them. */
    public static Snapshot between(Round first, Round second, PageCachePolicy pageCache, Sort sort) {
        var before = first.samples().stream()
                .collect(Collectors.toMap(SampleLoads::entityKey, Function.identity(), (one, other) -> other));
        return new Snapshot(
                rows(second, before, pageCache, sort, HostSample.class),
                rows(second, before, pageCache, sort, DomainSample.class),
                rows(second, before, pageCache, sort, CgroupSample.class),
                rows(second, before, pageCache, sort, ProcessSample.class),
                second.problems());
    }

    /** The same, in another order. */
    public Snapshot sortedBy(Sort sort) {
        return new Snapshot(
                hosts,
                domains.stream().sorted(sort.order()).toList(),
                cgroups.stream().sorted(sort.order()).toList(),
                processes.stream().sorted(sort.order()).toList(),
                problems);
    }

    private static <S extends SpecificRecord> List<Row<S>> rows(
            Round round, Map<String, SpecificRecord> before, PageCachePolicy pageCache, Sort sort, Class<S> layer) {
        var rows = new ArrayList<Row<S>>();
        for (var sample : round.samples()) {
            if (!layer.isInstance(sample)) continue;
            var earlier = before.get(SampleLoads.entityKey(sample));
            var load = earlier == null
                    ? null
                    : SampleLoads.between(earlier, sample, pageCache).orElse(null);
            rows.add(new Row<>(layer.cast(sample), load == null ? unknown() : load));
        }
        rows.sort(sort.order());
        return rows;
    }

    private static LayerLoad unknown() {
        return LayerLoad.newBuilder().setSeconds(0).setSamples(0).build();
    }

    private static @Nullable Double sum(@Nullable Double one, @Nullable Double other) {
        if (one == null || other == null) return one == null ? other : one;
        return one + other;
    }
}
