package io.loadmark.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loadmark.app.query.ClickHouseAccess;
import io.loadmark.app.query.Headroom;
import io.loadmark.app.query.HeadroomText;
import io.loadmark.app.query.NothingYetException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code loadmark headroom}. */
@Command(
        name = "headroom",
        description =
                "What all services carry inside an SLA, beside what they are asked for; the least headroom first.",
        footer = {
            "",
            "Headroom is the part of the capacity that the highest ten seconds left free: 0 % is full, less is beyond."
        })
final class HeadroomCommand implements Callable<Integer> {
    private enum Output {
        TABLE,
        JSON
    }

    @Mixin
    private CommonOptions options = new CommonOptions();

    @Option(
            names = "--sla",
            paramLabel = "SLA",
            defaultValue = "p99<=200ms",
            description = "Such as p99<=200ms, the same for all; default: ${DEFAULT-VALUE}.")
    private String sla = "";

    @Option(
            names = "--within",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "How far back to look for the peak and for instances; default: ${DEFAULT-VALUE}.")
    private String within = "";

    @Option(
            names = "--output",
            defaultValue = "table",
            description = "table, or json (an object a service, one a line); default: ${DEFAULT-VALUE}.")
    private Output output = Output.TABLE;

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
            var headrooms = Headroom.of(connection, configuration.tenant(), asked, seconds);
            if (headrooms.isEmpty()) throw new NothingYetException("nothing has been learned of any service yet");
            print(headrooms);
        }
        return 0;
    }

    private void print(List<Headroom> headrooms) throws Exception {
        var out = spec.commandLine().getOut();
        if (output == Output.JSON) {
            var json = new ObjectMapper();
            for (var headroom : headrooms) out.println(json.writeValueAsString(headroom.fields()));
        } else {
            HeadroomText.lines(headrooms).forEach(out::println);
        }
        out.flush();
    }
}
