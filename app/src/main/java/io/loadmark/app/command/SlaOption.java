package io.loadmark.app.command;

import io.loadmark.model.capacity.Sla;
import io.loadmark.runtime.config.ConfigException;
import picocli.CommandLine.Option;

/** {@code --sla} of the commands that judge by one. */
final class SlaOption {
    @Option(
            names = "--sla",
            paramLabel = "SLA",
            defaultValue = "p99<=200ms",
            description = "Such as p99<=200ms or p99<=200ms,errors<=0.5%%; default: ${DEFAULT-VALUE}.")
    private String text = "";

    /**
     * What is asked for.
     *
     * @throws ConfigException if it is none
     */
    Sla value() {
        return parse(text);
    }

    static Sla parse(String value) {
        try {
            return Sla.parse(value);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("--sla: " + e.getMessage(), e);
        }
    }
}
