package io.loadmark.app.command;

import io.loadmark.app.query.Accuracy;
import io.loadmark.app.query.AccuracyText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code loadmark accuracy}. */
@Command(
        name = "accuracy",
        description = "How right what was said of a service has been: past curves against the minutes that came after.")
final class AccuracyCommand extends Question {
    @Parameters(paramLabel = "SERVICE", description = "service.name, or service.namespace/service.name.")
    private String service = "";

    @Mixin
    private SlaOption sla = new SlaOption();

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

    @Override
    Query query() {
        var asked = sla.value();
        var range = CommonOptions.duration("--within", within);
        var period = CommonOptions.duration("--every", every);
        return (connection, tenant) -> {
            var accuracy = Accuracy.of(connection, tenant, service, asked, range, period);
            return Answer.of(AccuracyText.lines(accuracy), AccuracyText.fields(accuracy));
        };
    }
}
