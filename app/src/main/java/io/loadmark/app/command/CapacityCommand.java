package io.loadmark.app.command;

import io.loadmark.app.query.CapacityText;
import io.loadmark.app.query.ServiceAnswer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code loadmark capacity}. */
@Command(
        name = "capacity",
        description = "How many requests per second a service carries inside an SLA, what binds, and how sure that is.",
        footer = {
            "",
            "Guaranteed is what it carries when all neighbours on its hosts are busy: by their shares, pins and quotas."
        })
final class CapacityCommand extends Question {
    @Parameters(paramLabel = "SERVICE", description = "service.name, or service.namespace/service.name.")
    private String service = "";

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
        long seconds = CommonOptions.duration("--within", within).toSeconds();
        return (connection, tenant) -> {
            var answer = ServiceAnswer.of(connection, tenant, service, asked, seconds);
            return Answer.of(CapacityText.lines(answer), CapacityText.fields(answer));
        };
    }
}
