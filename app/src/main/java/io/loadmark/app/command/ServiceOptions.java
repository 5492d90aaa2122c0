package io.loadmark.app.command;

import io.loadmark.model.capacity.Sla;
import io.loadmark.runtime.config.ConfigException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** SERVICE, {@code --sla} and {@code --within} of the commands that ask what one service carries now. */
final class ServiceOptions {
    @Parameters(paramLabel = "SERVICE", description = "service.name, or service.namespace/service.name.")
    private String name = "";

    @Mixin
    private SlaOption sla = new SlaOption();

    @Option(
            names = "--within",
            paramLabel = "TIME",
            defaultValue = "1h",
            description =
                    "Leave out instances that were last seen longer before the newest; default: ${DEFAULT-VALUE}.")
    private String within = "";

    String name() {
        return name;
    }

    /**
     * What is asked for.
     *
     * @throws ConfigException if it is none
     */
    Sla sla() {
        return sla.value();
    }

    /**
     * How long before the newest an instance may have been seen last, seconds.
     *
     * @throws ConfigException if it is no time
     */
    long withinSeconds() {
        return CommonOptions.duration("--within", within).toSeconds();
    }
}
