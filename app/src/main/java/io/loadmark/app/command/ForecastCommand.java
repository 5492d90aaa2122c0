package io.loadmark.app.command;

import io.loadmark.app.query.DemandForecast;
import io.loadmark.app.query.ForecastText;
import io.loadmark.runtime.config.ConfigException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code loadmark forecast}. */
@Command(
        name = "forecast",
        description =
                "When the demand of a service reaches what it carries inside an SLA now, by its season and trend.",
        footer = {
            "",
            "Demand is each hour's busiest minute. Two weeks show a weekly season, two days a daily one. Holidays, launches",
            "and years are not known; of the past three horizons count, and eight weeks at least."
        })
final class ForecastCommand extends Question {
    private static final int LONGEST_DAYS = 730;

    @Parameters(paramLabel = "SERVICE", description = "service.name, or service.namespace/service.name.")
    private String service = "";

    @Option(
            names = "--horizon",
            paramLabel = "TIME",
            defaultValue = "30d",
            description = "How far ahead, in whole days; default: ${DEFAULT-VALUE}.")
    private String horizon = "";

    @Mixin
    private SlaOption sla = new SlaOption();

    @Option(
            names = "--within",
            paramLabel = "TIME",
            defaultValue = "1h",
            description =
                    "Leave out instances that were last seen longer before the newest; default: ${DEFAULT-VALUE}.")
    private String within = "";

    @Override
    Query query() {
        var asked = sla.value();
        int days = days(CommonOptions.duration("--horizon", horizon));
        long seconds = CommonOptions.duration("--within", within).toSeconds();
        return (connection, tenant) -> {
            var forecast = DemandForecast.of(connection, tenant, service, asked, seconds, days);
            return Answer.of(ForecastText.lines(forecast), ForecastText.fields(forecast));
        };
    }

    private int days(Duration horizon) {
        long days = horizon.toDays();
        if (days >= 1 && days <= LONGEST_DAYS && horizon.equals(Duration.ofDays(days))) return (int) days;
        throw new ConfigException("--horizon must be whole days in 1d.." + LONGEST_DAYS + "d, was " + this.horizon);
    }
}
