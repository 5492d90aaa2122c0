package io.loadmark.app.command;

import io.loadmark.app.doctor.Doctor;
import io.loadmark.app.doctor.FindingsText;
import io.loadmark.app.embedded.ClickHouseEngine;
import io.loadmark.app.embedded.EmbeddedConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code loadmark doctor}. */
@Command(name = "doctor", description = "Tell what this machine offers and what is missing, and what to do about it.")
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions options = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--fetch-engine", description = "First fetch the embedded ClickHouse engine into the user's cache.")
    private boolean fetchEngine;

    @Override
    public Integer call() {
        Logging.silent();
        var configuration = options.configuration();
        if (fetchEngine) fetch(configuration.section("embedded", EmbeddedConfig.class));
        var directory = CommonOptions.dataDirectory(configuration);
        var findings = Doctor.here(System.getenv(), directory).findings();
        spec.commandLine().getOut().println(FindingsText.of(findings));
        return 0;
    }

    private void fetch(EmbeddedConfig embedded) {
        var out = spec.commandLine().getOut();
        ClickHouseEngine.pinned(System.getenv(), out::println).library(embedded.library());
    }
}
