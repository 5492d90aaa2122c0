package io.loadmark.app.command;

import io.loadmark.app.embedded.EmbeddedException;
import io.loadmark.app.terminal.Shutdown;
import io.loadmark.app.up.Up;
import io.loadmark.app.up.UpListener;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code loadmark up}. */
@Command(
        name = "up",
        description = "Run all of Loadmark on this machine, with its own Kafka broker and ClickHouse, until Ctrl-C.")
final class UpCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions options = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        var configuration = options.configuration("up.yaml");
        var up = Up.start(configuration, new UpListener() {
            @Override
            public void progress(String line) {
                out.println(line);
            }

            @Override
            public void holds(Path dataDirectory) {
                Logging.toFile(dataDirectory, configuration);
            }

            @Override
            public void lost(String reason) {
                spec.commandLine().getErr().println("loadmark: " + reason);
                Shutdown.begin(EmbeddedException.Reason.START_FAILED.exitStatus());
            }
        });
        var ended = new CountDownLatch(1);
        var unused = Shutdown.hook("up", () -> {
            up.close();
            ended.countDown();
        });
        up.describe().forEach(out::println);
        out.println("Ctrl-C ends it.");
        out.flush();
        ended.await();
        return 0;
    }
}
