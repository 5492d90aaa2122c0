package io.loadmark.app.command;

import io.loadmark.app.collect.Snapshot;
import io.loadmark.app.collect.SnapshotText;
import io.loadmark.app.top.Top;
import io.loadmark.collector.Collector;
import io.loadmark.collector.CollectorConfig;
import io.loadmark.collector.process.Users;
import io.loadmark.runtime.config.ConfigException;
import io.loadmark.streams.flow.StreamsSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code loadmark top}. */
@Command(
        name = "top",
        description = "Watch host, domains, cgroups, services and processes of this machine on a terminal.")
final class TopCommand implements Callable<Integer> {
    /** A key is answered at once, or after a round that hangs. */
    private static final String PROMPT = "collector: {interval: 1m, deadline: 2s, kernel-log: {enabled: false}}";

    @Mixin
    private CommonOptions options = new CommonOptions();

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1s",
            description = "Between two readings; default: ${DEFAULT-VALUE}.")
    private String interval = "";

    @Override
    public Integer call() throws Exception {
        Logging.silent();
        var between = CommonOptions.interval(interval);
        var configuration = options.configuration("collect.yaml").with("loadmark top", PROMPT);
        var text = new SnapshotText(Users.read(Path.of("/etc/passwd")), Integer.MAX_VALUE, Snapshot.Sort.CPU);
        try (var terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
            if (isDumb(terminal)) {
                throw new ConfigException("top needs a terminal; `loadmark collect` prints the same line by line");
            }
            var config = configuration.section("collector", CollectorConfig.class);
            var pageCache =
                    configuration.section("streams", StreamsSettings.class).pageCachePolicy();
            try (var rounds = Collector.rounds(configuration.tenant(), config)) {
                new Top(terminal, rounds, pageCache, text).run(between);
            }
        }
        return 0;
    }

    private static boolean isDumb(Terminal terminal) {
        return terminal.getType().startsWith(Terminal.TYPE_DUMB);
    }
}
