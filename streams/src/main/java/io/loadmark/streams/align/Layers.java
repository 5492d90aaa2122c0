package io.loadmark.streams.align;

import io.loadmark.schema.LayerLoad;
import io.loadmark.schema.Usage;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Means of loads over several intervals, each weighted with its length. */
final class Layers {
    private static final Schema.Field SECONDS = LayerLoad.getClassSchema().getField("seconds");
    private static final Schema.Field SAMPLES = LayerLoad.getClassSchema().getField("samples");
    private static final Schema.Field PERIOD = LayerLoad.getClassSchema().getField("quotaPeriodMicros");

    private Layers() {}

    /** The mean load, or null without any. A figure is absent if it is absent in all of them. */
    static @Nullable LayerLoad mean(List<Usage> usages) {
        if (usages.isEmpty()) return null;
        var mean = LayerLoad.newBuilder()
                .setSeconds(usages.stream()
                        .mapToDouble(u -> u.getLoad().getSeconds())
                        .sum())
                .setSamples(usages.size())
                .build();
        for (var field : LayerLoad.getClassSchema().getFields()) {
            if (field.equals(SECONDS) || field.equals(SAMPLES)) continue;
            mean.put(field.pos(), field.equals(PERIOD) ? last(usages, field) : mean(usages, field));
        }
        return mean;
    }

    private static @Nullable Object mean(List<Usage> usages, Schema.Field field) {
        double sum = 0;
        double seconds = 0;
        for (var usage : usages) {
            if (!(usage.getLoad().get(field.pos()) instanceof Double value)) continue;
            sum += value * usage.getLoad().getSeconds();
            seconds += usage.getLoad().getSeconds();
        }
        return seconds > 0 ? Double.valueOf(sum / seconds) : null;
    }

    private static @Nullable Object last(List<Usage> usages, Schema.Field field) {
        return usages.get(usages.size() - 1).getLoad().get(field.pos());
    }
}
