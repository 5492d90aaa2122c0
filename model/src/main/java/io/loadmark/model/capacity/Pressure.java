package io.loadmark.model.capacity;

import io.loadmark.model.curve.Axis;
import io.loadmark.model.curve.AxisTotals;
import io.loadmark.model.curve.LoadBin;
import io.loadmark.model.curve.LoadQpsCurve;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Pressure (PSI) that rises with the throughput. It tells that some task stood still for want of a resource, not how many requests
 * did nor for how long: where nothing explains a latency it says where to look, and is no bottleneck by itself.
 */
final class Pressure {
    /** In the order in which they are told. */
    private static final Map<String, Axis> KINDS =
            Map.of("CPU", Axis.CPU_PRESSURE, "memory", Axis.MEMORY_PRESSURE, "I/O", Axis.IO_PRESSURE);

    /** Standard errors by which the rise must differ from none. */
    private static final double SURE = 3;

    /** A rise of the share of time that is worth speaking of. */
    private static final double LEAST_RISE = 0.02;

    private static final int LEAST_BANDS = 4;

    private Pressure() {}

    /** A clause on each that rises, to go behind another; empty when none does. */
    static String risen(LoadQpsCurve curve) {
        return KINDS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(kind -> {
                    Rise rise = rise(curve, kind.getValue());
                    return rise == null ? "" : clause(kind.getKey(), rise);
                })
                .collect(Collectors.joining());
    }

    /** Mean shares of time in the lowest and the highest third of the throughput. */
    private record Rise(double from, double to) {}

    private static String clause(String kind, Rise rise) {
        return String.format(
                Locale.ROOT,
                "; %s pressure rises with the throughput, %.0f → %.0f %% of the time",
                kind,
                100 * rise.from,
                100 * rise.to);
    }

    private static @Nullable Rise rise(LoadQpsCurve curve, Axis axis) {
        var line = new Line();
        var calm = AxisTotals.none();
        var busy = AxisTotals.none();
        int bands = 0;
        for (LoadBin bin : curve.bins()) {
            Double share = bin.axes().mean(axis);
            if (share == null) continue;
            bands++;
            line.add(bin.seconds(), bin.requestsPerSecond(), share);
            if (3 * bin.requestsPerSecond() < curve.maxRequestsPerSecond()) calm = calm.plus(bin.axes());
            if (3 * bin.requestsPerSecond() > 2 * curve.maxRequestsPerSecond()) busy = busy.plus(bin.axes());
        }
        Double from = calm.mean(axis);
        Double to = busy.mean(axis);
        if (bands < LEAST_BANDS || from == null || to == null || to - from < LEAST_RISE) return null;
        return line.slope() < SURE * line.slopeError() ? null : new Rise(from, to);
    }
}
