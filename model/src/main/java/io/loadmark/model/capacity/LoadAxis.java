package io.loadmark.model.capacity;

import io.loadmark.model.curve.Axis;
import io.loadmark.model.curve.LoadBin;
import io.loadmark.model.curve.LoadQpsCurve;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A load that follows the throughput: a Load→QPS mapping that can be read both ways inside the range that was seen.
 *
 * @param name {@code cpu} (cores), {@code throttled} (share of periods), else an {@link Axis} in kebab-case, in its unit
 * @param fit share of the differences between the bands of throughput that the line explains, adjusted for the number of bands; at most 1
 * @param atRest load without requests
 * @param perRequest load that one request per second adds, &gt; 0
 */
public record LoadAxis(String name, double fit, double atRest, double perRequest) {
    /** What others do is no load of the service. */
    private static final Set<Axis> OF_OTHERS = EnumSet.of(Axis.STEAL, Axis.OTHERS_CORES);

    private static final int LEAST_BANDS = 4;

    /** A line through fewer requests is chance. */
    private static final double LEAST_REQUESTS = 100;

    /** A line that explains less is none. */
    private static final double LEAST_FIT = 0.5;

    /** All that rise with the throughput, the best fit first; none below four bands. */
    public static List<LoadAxis> of(LoadQpsCurve curve) {
        var found = new ArrayList<LoadAxis>();
        add(found, curve, "cpu", LoadBin::cores);
        add(found, curve, "throttled", LoadBin::throttledRatio);
        for (Axis axis : EnumSet.complementOf(EnumSet.copyOf(OF_OTHERS))) {
            String name = axis.name().toLowerCase(Locale.ROOT).replace('_', '-');
            add(found, curve, name, bin -> bin.axes().mean(axis));
        }
        found.sort(Comparator.<LoadAxis>comparingDouble(axis -> axis.fit)
                .reversed()
                .thenComparing(LoadAxis::name));
        return List.copyOf(found);
    }

    private static void add(
            List<LoadAxis> found, LoadQpsCurve curve, String name, Function<LoadBin, @Nullable Double> load) {
        var line = new Line();
        int bands = 0;
        for (LoadBin bin : curve.bins()) {
            Double value = load.apply(bin);
            if (value == null || bin.requests() < LEAST_REQUESTS) continue;
            line.add(bin.seconds(), bin.requestsPerSecond(), value);
            bands++;
        }
        if (bands < LEAST_BANDS || line.slope() <= 0 || line.explained() < LEAST_FIT) return;
        found.add(new LoadAxis(name, line.explained(), line.atZero(), line.slope()));
    }

    /** The load at a throughput, as far as the line goes. */
    public double at(double requestsPerSecond) {
        return atRest + perRequest * requestsPerSecond;
    }
}
