package io.loadmark.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loadmark.app.query.Accuracy;
import io.loadmark.app.query.AccuracyText;
import io.loadmark.app.query.ClickHouseAccess;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code loadmark accuracy}. */
@Command(
        name = "accuracy",
        description = "How right what was said of a service has been: past curves against the minutes that came after.")
final class AccuracyCommand implements Callable<Integer> {
    private enum Output {
        TEXT,
        JSON
    }

    @Mixin
    private CommonOptions options = new CommonOptions();

    @Parameters(paramLabel = "SERVICE", description = "service.name, or service.namespace/service.name.")
    private String service = "";

    @Option(
            names = "--sla",
            paramLabel = "SLA",
            defaultValue = "p99<=200ms",
            description = "Such as p99<=200ms; default: ${DEFAULT-VALUE}.")
    private String sla = "";

    @Option(
            names = "--within",
            paramLabel = "TIME",
            defaultValue = "24h",
            description = "How far back to look; default: ${DEFAULT-VALUE}.")
    private String within = "";

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "Ask a curve so often, about the time until the next; default: ${DEFAULT-VALUE}.")
    private String every = "";

    @Option(names = "--output", defaultValue = "text", description = "text or json; default: ${DEFAULT-VALUE}.")
    private Output output = Output.TEXT;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Logging.silent();
        var asked = CommonOptions.sla(sla);
        var range = CommonOptions.duration("--within", within);
        var period = CommonOptions.duration("--every", every);
        var configuration = options.configuration();
        try (var access = ClickHouseAccess.open(configuration);
                var connection = access.connect()) {
            var accuracy = Accuracy.of(connection, configuration.tenant(), service, asked, range, period);
            var out = spec.commandLine().getOut();
            if (output == Output.JSON)
                out.println(new ObjectMapper().writeValueAsString(AccuracyText.fields(accuracy)));
            else AccuracyText.lines(accuracy).forEach(out::println);
            out.flush();
        }
        return 0;
    }
}
