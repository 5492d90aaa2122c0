package io.loadmark.app.command;

import io.loadmark.app.query.CapacityText;
import io.loadmark.app.query.ServiceAnswer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code loadmark capacity}. */
@Command(
        name = "capacity",
        description = "How many requests per second a service carries inside an SLA, what binds, and how sure that is.",
        footer = {
            "",
            "Guaranteed is what it carries when all neighbours on its hosts are busy: by their shares, pins and quotas."
        })
final class CapacityCommand extends Question {
    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Override
    Query query() {
        var asked = service.sla();
        long seconds = service.withinSeconds();
        return (connection, tenant) -> {
            var answer = ServiceAnswer.of(connection, tenant, service.name(), asked, seconds);
            return Answer.of(CapacityText.lines(answer), CapacityText.fields(answer));
        };
    }
}
