package io.loadmark.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loadmark.app.query.CapacityText;
import io.loadmark.app.query.ClickHouseAccess;
import io.loadmark.app.query.StoredCurves;
import io.loadmark.app.query.StoredCurves.Stored;
import io.loadmark.model.capacity.Capacity;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code loadmark capacity}. */
@Command(
        name = "capacity",
        description = "How many requests per second a service carries inside an SLA, what binds, and how sure that is.")
final class CapacityCommand implements Callable<Integer> {
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
        long seconds = CommonOptions.duration("--within", within).toSeconds();
        var configuration = options.configuration();
        try (var access = ClickHouseAccess.open(configuration);
                var connection = access.connect()) {
            var curves = StoredCurves.named(connection, configuration.tenant(), service, seconds)
                    .getValue();
            print(StoredCurves.deployment(curves, asked).capacity(), curves);
        }
        return 0;
    }

    private void print(Capacity capacity, List<Stored> curves) throws Exception {
        var out = spec.commandLine().getOut();
        if (output == Output.JSON) {
            out.println(new ObjectMapper().writeValueAsString(CapacityText.fields(service, capacity, curves)));
        } else {
            CapacityText.lines(service, capacity, curves).forEach(out::println);
        }
        out.flush();
    }
}
