package io.loadmark.app.command;

import io.loadmark.app.demo.DemoOptions;
import io.loadmark.app.demo.DemoRun;
import io.loadmark.model.capacity.Sla;
import io.loadmark.runtime.config.ConfigException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code loadmark demo}. */
@Command(
        name = "demo",
        description = {
            "Run all of Loadmark on a real service on this machine: load it to 60 %% of its CPU, predict what it can"
                    + " carry within an SLA, then check the prediction by loading it until the SLA breaks."
        })
final class DemoCommand implements Callable<Integer> {
    private enum Output {
        TEXT,
        JSON
    }

    @Mixin
    private CommonOptions options = new CommonOptions();

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "240s",
            description = "Longest time that it may take; default: ${DEFAULT-VALUE}.")
    private String duration = "";

    @Option(
            names = "--sla",
            paramLabel = "SLA",
            description = "Such as p99<=50ms; default: what a user of the drawn service would set.")
    private @Nullable String sla;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Draws the service and its arrivals; default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--keep", description = "Leave everything running at the end, until Ctrl-C.")
    private boolean keep;

    @Option(
            names = "--output",
            defaultValue = "text",
            description = "text or json; json writes one object as the last line; default: ${DEFAULT-VALUE}.")
    private Output output = Output.TEXT;

    @Override
    public Integer call() throws Exception {
        var asked = new DemoOptions(CommonOptions.duration("--duration", duration), sla(), seed, keep);
        var configuration = options.configuration("up.yaml", "demo.yaml");
        String dataOption = options.data == null ? "" : " --data " + options.data;
        boolean conclusive = DemoRun.run(
                configuration,
                asked,
                output == Output.JSON,
                held -> Logging.toFile(held, configuration),
                dataOption,
                System.out);
        return conclusive ? 0 : LoadmarkCommand.INCONCLUSIVE;
    }

    private @Nullable Sla sla() {
        if (sla == null) return null;
        var parsed = SlaOption.parse(sla);
        if (parsed.quantile() != 0.99 || parsed.errorRatio() != null)
            throw new ConfigException("--sla: the demo checks p99, was " + sla);
        return parsed;
    }
}
