package io.loadmark.app.query;

import io.loadmark.model.forecast.Forecast;
import io.loadmark.model.forecast.Forecast.Exhaustion;
import io.loadmark.model.forecast.Forecast.Outlook;
import io.loadmark.model.forecast.Forecast.Status;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A forecast in words and for programs. Dates are UTC. */
public final class ForecastText {
    private static final String INTERVAL =
            "possible futures by block bootstrap over the past's residuals, and the capacity's interval";

    private ForecastText() {}

    /** For a terminal. */
    public static List<String> lines(DemandForecast asked) {
        var lines = new ArrayList<String>();
        var forecast = asked.forecast();
        lines.add(headline(asked));
        var capacity = asked.capacity();
        lines.add(format(
                "  carries now    %.1f requests/s within %s (90 %% interval %.1f to %.1f), with the instances of now",
                capacity.qps(), capacity.sla(), capacity.low(), capacity.high()));
        lines.add("  guaranteed     " + guaranteed(asked));
        var demand = forecast.demand();
        var exhaustion = forecast.exhaustion();
        if (demand != null && exhaustion != null) lines.addAll(figures(asked, demand, exhaustion));
        for (var day : forecast.occasions()) lines.add("  on " + occasion(day));
        if (asked.leadTimeDays() > 0 && exhaustion != null) lines.add("  order by       " + orderBy(asked));
        for (var reason : forecast.reasons()) {
            lines.add("  note: " + CapacityText.words(reason.code()) + ": " + reason.detail());
        }
        return lines;
    }

    private static String headline(DemandForecast asked) {
        String service = asked.service().toString();
        return asked.forecast().status() == Status.INSUFFICIENT_DATA
                ? service + ": insufficient data for a forecast"
                : service + " is " + end(asked.forecast(), asked.horizonDays());
    }

    private static String guaranteed(DemandForecast asked) {
        var sure = asked.guaranteed();
        var forecast = asked.guaranteedForecast();
        if (forecast == null) return "not known";
        if (sure.qps() != null && sure.qps().equals(asked.capacity().qps())) return "all of it";
        String figure = format("%.1f requests/s when all neighbours are busy", sure.qps());
        return forecast.status() == Status.INSUFFICIENT_DATA
                ? figure
                : figure + ": " + end(forecast, asked.horizonDays());
    }

    private static String end(Forecast forecast, int horizonDays) {
        var exhaustion = forecast.exhaustion();
        String ends = exhaustion == null ? "" : " (90 % interval " + ends(exhaustion, horizonDays) + ")";
        return switch (forecast.status()) {
            case INSUFFICIENT_DATA -> "not known";
            case EXHAUSTED_ALREADY -> "exhausted already: the last seven days have reached its capacity";
            case NOT_WITHIN_HORIZON -> "not exhausted within the horizon of " + horizonDays + " days" + ends;
            case EXHAUSTED_WITHIN_HORIZON ->
                "exhausted on " + date(exhaustion == null ? null : exhaustion.day()) + ends;
        };
    }

    private static String ends(Exhaustion exhaustion, int horizonDays) {
        if (exhaustion.earliest() == null) return "beyond " + horizonDays + " days";
        return date(exhaustion.earliest()) + " to "
                + (exhaustion.latest() == null ? "beyond " + horizonDays + " days" : date(exhaustion.latest()));
    }

    private static List<String> figures(DemandForecast asked, Outlook demand, Exhaustion exhaustion) {
        return List.of(
                format(
                        "  peak so far    %.1f requests/s in the busiest minute of the last seven days",
                        demand.recentPeak()),
                format("  trend          %+.2f %% a week", 700 * demand.trendPerDay()),
                format(
                        "  peak then      %.1f requests/s in the last seven of %d days (90 %% interval %.1f to %.1f)",
                        demand.peak(), asked.horizonDays(), demand.peakLow(), demand.peakHigh()),
                format("  probability    %.0f %% within %d days", 100 * exhaustion.probability(), asked.horizonDays()),
                "  intervals by   " + INTERVAL);
    }

    private static String occasion(Forecast.Expected day) {
        return format(
                "%s  %.1f requests/s, %+.0f %% on a usual day (90 %% interval %.1f to %.1f); beyond the capacity with %.0f %%",
                date(day.occasion().day()),
                day.peak(),
                100 * (day.occasion().factor() - 1),
                day.peakLow(),
                day.peakHigh(),
                100 * day.probability());
    }

    private static String orderBy(DemandForecast asked) {
        Long day = asked.orderBy();
        return day == null
                ? format("no order within %d days", asked.horizonDays())
                : format("%s, %d days before the earliest exhaustion of the interval", date(day), asked.leadTimeDays());
    }

    private static Map<String, Object> fields(Forecast.Expected day) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("day", LocalDate.ofEpochDay(day.occasion().day()).toString());
        fields.put("factor", day.occasion().factor());
        fields.put("peakQps", day.peak());
        fields.put("peakLow", day.peakLow());
        fields.put("peakHigh", day.peakHigh());
        fields.put("probability", day.probability());
        return fields;
    }

    /** For programs. */
    public static Map<String, @Nullable Object> fields(DemandForecast asked) {
        var forecast = asked.forecast();
        var capacity = asked.capacity();
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("service", asked.service().toString());
        fields.put("sla", capacity.sla().toString());
        fields.put("horizonDays", asked.horizonDays());
        fields.put("status", CapacityText.words(forecast.status()));
        fields.put("capacityQps", capacity.qps());
        fields.put("capacityLow", capacity.low());
        fields.put("capacityHigh", capacity.high());
        fields.put("bottleneck", CapacityText.binding(capacity));
        fields.put("season", forecast.season() == null ? null : CapacityText.words(forecast.season()));
        expected(fields, forecast);
        fields.put(
                "events",
                forecast.occasions().stream().map(ForecastText::fields).toList());
        fields.put("leadTimeDays", asked.leadTimeDays());
        fields.put("orderBy", date(asked.orderBy()));
        CapacityText.putGuaranteed(fields, asked.guaranteed());
        guaranteed(fields, asked.guaranteedForecast());
        fields.put("interval", 0.9);
        fields.put("intervalBy", INTERVAL);
        fields.put(
                "flags",
                forecast.reasons().stream()
                        .map(reason -> CapacityText.words(reason.code()))
                        .toList());
        fields.put(
                "notes",
                forecast.reasons().stream().map(Forecast.Reason::detail).toList());
        return fields;
    }

    private static void expected(Map<String, @Nullable Object> fields, Forecast forecast) {
        var demand = forecast.demand();
        var exhaustion = forecast.exhaustion();
        fields.put("recentPeakQps", demand == null ? null : demand.recentPeak());
        fields.put("trendPerDay", demand == null ? null : demand.trendPerDay());
        fields.put("peakQps", demand == null ? null : demand.peak());
        fields.put("peakLow", demand == null ? null : demand.peakLow());
        fields.put("peakHigh", demand == null ? null : demand.peakHigh());
        fields.put("exhaustion", exhaustion == null ? null : date(exhaustion.day()));
        fields.put("exhaustionEarliest", exhaustion == null ? null : date(exhaustion.earliest()));
        fields.put("exhaustionLatest", exhaustion == null ? null : date(exhaustion.latest()));
        fields.put("probability", exhaustion == null ? null : exhaustion.probability());
    }

    private static void guaranteed(Map<String, @Nullable Object> fields, @Nullable Forecast forecast) {
        var exhaustion = forecast == null ? null : forecast.exhaustion();
        fields.put("guaranteedStatus", forecast == null ? null : CapacityText.words(forecast.status()));
        fields.put("guaranteedExhaustion", exhaustion == null ? null : date(exhaustion.day()));
        fields.put("guaranteedExhaustionEarliest", exhaustion == null ? null : date(exhaustion.earliest()));
        fields.put("guaranteedExhaustionLatest", exhaustion == null ? null : date(exhaustion.latest()));
    }

    private static @Nullable String date(@Nullable Long day) {
        return day == null ? null : LocalDate.ofEpochDay(day).toString();
    }

    private static String format(String text, @Nullable Object... args) {
        return String.format(Locale.ROOT, text, args);
    }
}
