package io.loadmark.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loadmark.app.query.ClickHouseAccess;
import io.loadmark.app.query.DemandForecast;
import io.loadmark.app.query.ForecastText;
import io.loadmark.runtime.config.ConfigException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
final class ForecastCommand implements Callable<Integer> {
    private static final int LONGEST_DAYS = 730;

    private enum Output {
        TEXT,
        JSON
    }

    @Mixin
    private CommonOptions options = new CommonOptions();

    @Parameters(paramLabel = "SERVICE", description = "service.name, or service.namespace/service.name.")
    private String service = "";

    @Option(
            names = "--horizon",
            paramLabel = "TIME",
            defaultValue = "30d",
            description = "How far ahead, in whole days; default: ${DEFAULT-VALUE}.")
    private String horizon = "";

    @Option(
            names = "--sla",
            paramLabel = "SLA",
            defaultValue = "p99<=200ms",
            description = "Such as p99<=200ms; default: ${DEFAULT-VALUE}.")
    private String sla = "";

    @Option(
            names = "--within",
            paramLabel = "TIME",
            defaultValue = "1h",
            description =
                    "Leave out instances that were last seen longer before the newest; default: ${DEFAULT-VALUE}.")
    private String within = "";

    @Option(names = "--output", defaultValue = "text", description = "text or json; default: ${DEFAULT-VALUE}.")
    private Output output = Output.TEXT;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Logging.silent();
        var asked = CommonOptions.sla(sla);
        int days = days(CommonOptions.duration("--horizon", horizon));
        long seconds = CommonOptions.duration("--within", within).toSeconds();
        var configuration = options.configuration();
        try (var access = ClickHouseAccess.open(configuration);
                var connection = access.connect()) {
            var forecast = DemandForecast.of(connection, configuration.tenant(), service, asked, seconds, days);
            var out = spec.commandLine().getOut();
            if (output == Output.JSON)
                out.println(new ObjectMapper().writeValueAsString(ForecastText.fields(forecast)));
            else ForecastText.lines(forecast).forEach(out::println);
            out.flush();
        }
        return 0;
    }

    private int days(Duration horizon) {
        long days = horizon.toDays();
        if (days >= 1 && days <= LONGEST_DAYS && horizon.equals(Duration.ofDays(days))) return (int) days;
        throw new ConfigException("--horizon must be whole days in 1d.." + LONGEST_DAYS + "d, was " + this.horizon);
    }
}
