package io.loadmark.streams.usage;

import io.loadmark.model.usage.PageCachePolicy;
import io.loadmark.schema.LayerLoad;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Loads between samples as the topology derives them, for who has the samples at hand. */
public final class SampleLoads {
    private SampleLoads() {}

    /** What names the sampled entity: samples with the same key are readings of the same one, or of one in its place. */
    public static String entityKey(SpecificRecord sample) {
        return Reading.of(sample).entityKey();
    }

    /** The load between two samples of an entity; empty if there is none: another life of it, or not later. */
    public static Optional<LayerLoad> between(SpecificRecord from, SpecificRecord to, PageCachePolicy pageCache) {
        var earlier = Reading.of(from);
        var later = Reading.of(to);
        return later.follows(earlier) ? Optional.of(later.since(earlier, new LoadRules(pageCache))) : Optional.empty();
    }
}
