package io.loadmark.app.command;

import io.loadmark.app.query.Change;
import io.loadmark.app.query.DemandForecast;
import io.loadmark.app.query.ForecastText;
import io.loadmark.model.forecast.Occasion;
import io.loadmark.runtime.config.ConfigException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code loadmark forecast}. */
@Command(
        name = "forecast",
        description =
                "When the demand of a service reaches what it carries inside an SLA now, by its season and trend.",
        footer = {
            "",
            "Demand is each hour's busiest minute. Two weeks show a weekly season, two days a daily one. Years are not known,",
            "holidays and launches as --event tells; of the past three horizons count, and eight weeks at least."
        })
final class ForecastCommand extends Question {
    private static final int LONGEST_DAYS = 730;

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(
            names = "--horizon",
            paramLabel = "TIME",
            defaultValue = "30d",
            description = "How far ahead, in whole days; default: ${DEFAULT-VALUE}.")
    private String horizon = "";

    @Option(
            names = "--lead-time",
            paramLabel = "TIME",
            defaultValue = "0d",
            description = "How long more capacity takes to come, in whole days: tells by when to order it.")
    private String leadTime = "";

    @Option(
            names = "--event",
            paramLabel = "DAY=+N%",
            description = "A day that is not like others, such as 2026-11-27=+150%%; may be given several times.")
    private Map<String, String> events = Map.of();

    @Override
    Query query() {
        var asked = service.sla();
        int days = days("--horizon", horizon, 1);
        var ahead = new DemandForecast.Ahead(days, days("--lead-time", leadTime, 0), calendar());
        long seconds = service.withinSeconds();
        return (connection, tenant) -> {
            var forecast = DemandForecast.of(connection, tenant, service.name(), asked, seconds, ahead);
            return Answer.of(ForecastText.lines(forecast), ForecastText.fields(forecast));
        };
    }

    private static int days(String option, String value, int least) {
        var time = CommonOptions.duration(option, value);
        long days = time.toDays();
        if (days >= least && days <= LONGEST_DAYS && time.equals(Duration.ofDays(days))) return (int) days;
        throw new ConfigException(
                option + " must be whole days in " + least + "d.." + LONGEST_DAYS + "d, was " + value);
    }

    private List<Occasion> calendar() {
        var calendar = new ArrayList<Occasion>();
        events.forEach((day, percent) -> calendar.add(new Occasion(epochDay(day), Change.factor("--event", percent))));
        return calendar;
    }

    private static long epochDay(String day) {
        try {
            return LocalDate.parse(day).toEpochDay();
        } catch (DateTimeParseException e) {
            throw new ConfigException("--event looks like 2026-11-27=+150%, its day was '" + day + "'", e);
        }
    }
}
