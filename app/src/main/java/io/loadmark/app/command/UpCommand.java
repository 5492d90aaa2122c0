package io.loadmark.app.command;

import io.loadmark.app.terminal.Shutdown;
import io.loadmark.app.up.Up;
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
        Logging.toFile(CommonOptions.dataDirectory(configuration), configuration);
        var up = Up.start(configuration, line -> out.println(line));
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
