package io.loadmark.app.query;

import io.loadmark.app.query.StoredCurves.Stored;
import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.LoadAxis;
import io.loadmark.model.capacity.PlainRules;
import io.loadmark.model.curve.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is known of one instance of a service: what it carries by itself, on what, and which loads follow its throughput. */
final class InstanceText {
    private static final int MOST_AXES = 4;
    private static final double GIB = 1 << 30;

    private InstanceText() {}

    /** For a terminal. */
    static List<String> lines(Stored stored, Capacity own, Guarantee guarantee, List<ClockWork> clockWork) {
        var lines = new ArrayList<String>();
        lines.add(headline(stored, own));
        lines.add("  " + guarantee.line());
        lines.add("  " + plainRules(PlainRules.of(stored.curve())));
        for (var work : clockWork) lines.add("  " + work.line());
        var axes = LoadAxis.of(stored.curve());
        if (!axes.isEmpty()) lines.add("  " + axes(axes));
        return lines;
    }

    private static String headline(Stored stored, Capacity own) {
        var curve = stored.curve();
        var law = curve.utilisation();
        return format(
                "%s%s: %s; %.2f ms of CPU a request, base %.3f cores, of %s; %d windows learned, %d left out",
                stored.instance(),
                curve.serviceVersion().isEmpty() ? "" : " (version " + curve.serviceVersion() + ")",
                own.isKnown()
                        ? format("%.1f requests/s, binds %s", own.qps(), CapacityText.binding(own))
                        : "capacity not known yet",
                1000 * law.demandSeconds(),
                law.baseCores(),
                machine(curve.shape()),
                curve.windows(),
                curve.barred() + curve.tooLate());
    }

    private static String plainRules(PlainRules rules) {
        return format("plain rules: %.1f requests/s are the most seen", rules.mostSeen())
                + (rules.ratio() == null ? "" : format(", %.1f by the CPU time of a mean request", rules.ratio()));
    }

    private static String machine(Shape shape) {
        String cores = format("%.2f cores", shape.entitlementCores());
        String memory = shape.memoryBytes() == null ? "" : format(", %.1f GiB", shape.memoryBytes() / GIB);
        return cores + memory + (shape.cpuModel() == null ? "" : ", " + shape.cpuModel());
    }

    private static String axes(List<LoadAxis> axes) {
        String names = axes.stream()
                .limit(MOST_AXES)
                .map(axis -> format("%s (%.1f %%)", axis.name(), 100 * axis.fit()))
                .collect(Collectors.joining(", "));
        String tasks = axes.stream()
                .filter(axis -> axis.name().equals("load"))
                .map(axis -> format("; Load is %.2f + %.4f a request/s", axis.atRest(), axis.perRequest()))
                .findFirst()
                .orElse("");
        return "loads that follow the throughput, the best fit first: " + names + tasks;
    }

    /**
     * For programs.
     *
     * @param share of the service's traffic, in [0, 1]
     */
    static Map<String, @Nullable Object> fields(
            Stored stored, Capacity own, double share, Guarantee guarantee, List<ClockWork> clockWork) {
        var curve = stored.curve();
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("instance", stored.instance());
        fields.put("version", curve.serviceVersion());
        fields.put("share", share);
        fields.put("qps", own.qps());
        fields.put("low", own.low());
        fields.put("high", own.high());
        fields.put("bottleneck", CapacityText.binding(own));
        fields.put("entitlementCores", curve.shape().entitlementCores());
        fields.put("machineCores", curve.shape().hostCores());
        fields.put("threadsPerCore", curve.shape().threadsPerCore());
        fields.put("memoryBytes", curve.shape().memoryBytes());
        fields.put("cpuModel", curve.shape().cpuModel());
        fields.put("tuning", curve.shape().tuning());
        fields.put("demandSeconds", curve.utilisation().demandSeconds());
        fields.put("baseCores", curve.utilisation().baseCores());
        fields.put("mostSeenQps", PlainRules.of(curve).mostSeen());
        fields.put("ratioQps", PlainRules.of(curve).ratio());
        fields.put("windows", curve.windows());
        fields.put("windowsLeftOut", curve.barred() + curve.tooLate());
        fields.put("guarantee", guarantee.fields());
        fields.put("clockWork", clockWork.stream().map(ClockWork::fields).toList());
        fields.put("loadAxes", axisFields(LoadAxis.of(curve)));
        return fields;
    }

    private static Map<String, Object> axisFields(List<LoadAxis> axes) {
        var fields = new LinkedHashMap<String, Object>();
        for (var axis : axes) {
            var line = new LinkedHashMap<String, Object>();
            line.put("fit", axis.fit());
            line.put("atRest", axis.atRest());
            line.put("perRequest", axis.perRequest());
            fields.put(axis.name(), line);
        }
        return fields;
    }

    private static String format(String text, @Nullable Object... args) {
        return String.format(Locale.ROOT, text, args);
    }
}
