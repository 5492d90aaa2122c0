package io.loadmark.app.query;

import io.loadmark.app.terminal.Plot;
import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.Capacity.Reason.Code;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A capacity in words, numbers and a drawing. */
public final class CapacityText {
    private static final int COLUMNS = 62;
    private static final int ROWS = 12;
    /** Latency is drawn up to this multiple of the SLA's limit. */
    private static final double TOP = 1.5;

    private CapacityText() {}

    /** For a terminal. */
    public static List<String> lines(ServiceAnswer answer) {
        var capacity = answer.now();
        var lines = new ArrayList<String>();
        lines.add(headline(answer.asked(), capacity));
        lines.add("");
        if (capacity.isKnown()) {
            lines.addAll(curve(capacity, List.of()));
            lines.add("");
        }
        lines.add("  guaranteed        " + guaranteed(capacity, answer.guaranteed()));
        lines.add(format("  seen up to        %.0f %% of the CPU it may use", 100 * capacity.maxUtilisationSeen()));
        if (!capacity.limits().isEmpty()) {
            String limits = capacity.limits().stream()
                    .map(limit -> format("%s at %.1f", binding(limit.what(), limit.peer()), limit.requestsPerSecond()))
                    .collect(Collectors.joining(", "));
            lines.add("  used up           " + limits + " requests/s");
        }
        if (capacity.baselineQps() != null) {
            lines.add(format("  85 %% rule says    %.1f requests/s", capacity.baselineQps()));
        }
        ScalabilityText.line(answer.curves()).ifPresent(line -> lines.add("  scalability       " + line));
        for (var stored : answer.curves()) {
            for (String line : InstanceText.lines(
                    stored, answer.own(stored), answer.guarantee(stored), answer.clockWork(stored))) {
                lines.add("  " + line);
            }
        }
        for (var reason : capacity.reasons()) {
            // The lines of the instances have said it.
            if (reason.code() == Code.ENTITLEMENT_NOT_GUARANTEED) continue;
            lines.add("  note: " + words(reason.code()) + ": " + reason.detail());
        }
        return lines;
    }

    /** What is sure beside the capacity as the machines are, in a few words. */
    static String guaranteed(Capacity now, Capacity guaranteed) {
        if (guaranteed.qps() == null || guaranteed.low() == null || guaranteed.high() == null) return "not known";
        if (guaranteed.qps().equals(now.qps())) return "all of it";
        return format(
                "%.1f requests/s (90 %% interval %.1f to %.1f) when all neighbours are busy",
                guaranteed.qps(), guaranteed.low(), guaranteed.high());
    }

    private static String headline(String service, Capacity capacity) {
        if (capacity.qps() == null || capacity.low() == null || capacity.high() == null) {
            return service + " within " + capacity.sla() + ": not known yet";
        }
        return format(
                "%s carries %.1f requests/s within %s (90 %% interval %.1f to %.1f); what binds: %s",
                service, capacity.qps(), capacity.sla(), capacity.low(), capacity.high(), binding(capacity));
    }

    /** A measured point to be drawn beside the predicted curve. */
    public record Measured(double requestsPerSecond, double latencyMillis) {}

    /** The predicted latency over throughput, the SLA as a line, the capacity as another. */
    public static List<String> curve(Capacity capacity, List<Measured> measured) {
        double limit = capacity.sla().limit().toNanos() / 1e6;
        double most = capacity.points().stream()
                .mapToDouble(Capacity.Point::requestsPerSecond)
                .max()
                .orElse(1);
        for (var point : measured) most = Math.max(most, point.requestsPerSecond());
        var plot = new Plot(COLUMNS, ROWS, most * 1.02, limit * TOP);
        for (var point : measured) plot.point(point.requestsPerSecond(), point.latencyMillis(), '●');
        for (var point : capacity.points()) {
            plot.point(point.requestsPerSecond(), point.latencySeconds() * 1000, '·');
        }
        plot.horizontal(limit, '┈');
        if (capacity.qps() != null) plot.vertical(capacity.qps(), '┊');
        var lines = plot.lines(
                "requests/s", "ms   · predicted" + (measured.isEmpty() ? "" : "  ● measured") + "  ┈ SLA  ┊ capacity");
        return lines.stream().map(line -> "  " + line).toList();
    }

    /** For programs. */
    public static Map<String, @Nullable Object> fields(ServiceAnswer answer) {
        var capacity = answer.now();
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("service", answer.asked());
        fields.put("sla", capacity.sla().toString());
        fields.put("qps", capacity.qps());
        fields.put("low", capacity.low());
        fields.put("high", capacity.high());
        putGuaranteed(fields, answer.guaranteed());
        fields.put("bottleneck", binding(capacity));
        fields.put("maxUtilisationSeen", capacity.maxUtilisationSeen());
        fields.put("extrapolated", capacity.extrapolated());
        fields.put("resourceBoundQps", capacity.resourceBoundQps());
        fields.put("limits", limits(capacity));
        fields.put("baselineQps", capacity.baselineQps());
        fields.put("scalability", ScalabilityText.fields(answer.curves()));
        fields.put(
                "instances",
                answer.curves().stream()
                        .map(stored -> InstanceText.fields(
                                stored,
                                answer.own(stored),
                                answer.share(stored),
                                answer.guarantee(stored),
                                answer.clockWork(stored)))
                        .toList());
        fields.put("flags", flags(capacity));
        return fields;
    }

    /** The same names wherever there is a capacity. */
    static void putGuaranteed(Map<String, @Nullable Object> fields, Capacity guaranteed) {
        fields.put("guaranteedQps", guaranteed.qps());
        fields.put("guaranteedLow", guaranteed.low());
        fields.put("guaranteedHigh", guaranteed.high());
    }

    private static List<Map<String, Object>> limits(Capacity capacity) {
        return capacity.limits().stream()
                .map(limit -> Map.<String, Object>of(
                        "resource",
                        binding(limit.what(), limit.peer()),
                        "requestsPerSecond",
                        limit.requestsPerSecond()))
                .toList();
    }

    /** The kinds of doubt, each once. */
    static List<String> flags(Capacity capacity) {
        return capacity.reasons().stream()
                .map(reason -> words(reason.code()))
                .distinct()
                .toList();
    }

    /** What binds: {@code cpu}, or {@code dependency:payments} where it is known which service does. */
    public static String binding(Capacity capacity) {
        return binding(capacity.bottleneck(), capacity.peer());
    }

    private static String binding(Capacity.Bottleneck what, @Nullable String peer) {
        return peer == null ? words(what) : words(what) + ":" + peer;
    }

    /** {@code SLA_EXTRAPOLATED} as {@code sla-extrapolated}. */
    public static String words(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String format(String text, @Nullable Object... args) {
        return String.format(Locale.ROOT, text, args);
    }
}
