package io.loadmark.app.command;

import io.loadmark.app.query.Headroom;
import io.loadmark.app.query.HeadroomText;
import io.loadmark.app.query.NothingYetException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code loadmark headroom}. */
@Command(
        name = "headroom",
        description =
                "What all services carry inside an SLA, beside what they are asked for; the least headroom first.",
        footer = {
            "",
            "Headroom is the part of the capacity that the highest ten seconds left free: 0 %% is full, less is beyond.",
            "Guaranteed is the capacity when all neighbours on the hosts are busy; it decides the order where it is known."
        })
final class HeadroomCommand extends Question {
    @Mixin
    private SlaOption sla = new SlaOption();

    @Option(
            names = "--within",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "How far back to look for the peak and for instances; default: ${DEFAULT-VALUE}.")
    private String within = "";

    @Override
    Query query() {
        var asked = sla.value();
        long seconds = CommonOptions.duration("--within", within).toSeconds();
        return (connection, tenant) -> {
            var headrooms = Headroom.of(connection, tenant, asked, seconds);
            if (headrooms.isEmpty()) throw new NothingYetException("nothing has been learned of any service yet");
            return new Answer(
                    HeadroomText.lines(headrooms),
                    headrooms.stream().map(Headroom::fields).toList());
        };
    }
}
