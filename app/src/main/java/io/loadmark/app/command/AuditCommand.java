package io.loadmark.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loadmark.app.audit.Audit;
import io.loadmark.app.audit.AuditText;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code loadmark audit}. */
@Command(
        name = "audit",
        description = {
            "Read how this host or guest is set up, with the evidence, and say what deserves a second look. Changes nothing.",
            "`check`: unusual where latency or density matters; `note`: worth knowing; `ok`: as one would expect. Settings"
                    + " that this kernel doesn't have, or not for this user, are left out."
        })
final class AuditCommand implements Callable<Integer> {
    private enum Output {
        TEXT,
        JSON
    }

    @Option(names = "--output", defaultValue = "text", description = "text or json; default: ${DEFAULT-VALUE}.")
    private Output output = Output.TEXT;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Logging.silent();
        var findings = Audit.of(Path.of("/"));
        var out = spec.commandLine().getOut();
        if (output == Output.JSON) out.println(new ObjectMapper().writeValueAsString(findings));
        else AuditText.lines(findings).forEach(out::println);
        out.flush();
        return 0;
    }
}
