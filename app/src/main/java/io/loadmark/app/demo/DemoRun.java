package io.loadmark.app.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loadmark.app.terminal.Shutdown;
import io.loadmark.runtime.config.Configuration;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Runs the demo before a person's eyes, or for a program. */
public final class DemoRun {
    private DemoRun() {}

    /**
     * Runs it; returns whether it came to a conclusion.
     *
     * @param json write one JSON object as the last line, and progress to standard error
     * @param held gets the data directory once it belongs to this process
     * @param dataOption how the commands that are proposed at the end name the data directory
     */
    public static boolean run(
            Configuration configuration,
            DemoOptions options,
            boolean json,
            Consumer<Path> held,
            String dataOption,
            PrintStream out)
            throws Exception {
        var demo = new Demo(configuration, options, json ? new LineView(System.err) : view(out), held);
        var ended = new CountDownLatch(1);
        var hook = Shutdown.hook("demo", () -> {
            demo.close();
            ended.countDown();
        });
        DemoResult result;
        try {
            result = demo.run();
        } catch (Exception e) {
            if (hook.isAlive()) ended.await(); // the user ended it; that is no fault
            demo.close();
            throw e;
        }
        demo.endScreen();
        if (json) out.println(new ObjectMapper().writeValueAsString(result.fields()));
        else DemoReport.lines(result, dataOption).forEach(out::println);
        out.flush();
        if (options.keep()) {
            demo.running().ifPresent(parts -> parts.up().describe().forEach(out::println));
            out.println("Everything goes on; Ctrl-C ends it.");
            ended.await();
        }
        demo.close();
        return result.isConclusive();
    }

    private static DemoView view(PrintStream out) throws java.io.IOException {
        var terminal = TerminalBuilder.builder()
                .system(true)
                .dumb(true)
                .nativeSignals(false) // else Ctrl-C would end this process before it can close anything
                .build();
        boolean redraws = !terminal.getType().startsWith(Terminal.TYPE_DUMB);
        return redraws ? new ScreenView(terminal) : new LineView(out);
    }
}
