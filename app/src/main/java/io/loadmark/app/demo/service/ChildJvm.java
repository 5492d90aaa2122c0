package io.loadmark.app.demo.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JVM with this one's class path, driven by lines: commands in, answers out. It is expected to end when its input
 * closes; one that doesn't is ended. What it writes to its standard error goes to the debug log, and the last of it into
 * {@link #complaint}.
 */
public final class ChildJvm implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChildJvm.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** It is in the pipe when the process has ended; only this JVM has still to read it. */
    private static final Duration LAST_LINE = Duration.ofMinutes(1);

    private static final int KEPT_LINES = 20;

    private final Process process;
    private final Writer input;
    private final Deque<String> errors = new ArrayDeque<>();

    private volatile @Nullable Thread output;

    private ChildJvm(Process process) {
        this.process = process;
        this.input = new OutputStreamWriter(process.getOutputStream(), UTF_8);
    }

    /**
     * Starts it.
     *
     * @param wrapper turns the command into the one to run, for what must hold before the JVM begins
     * @param environment replaces or adds variables; {@code OTEL_*} and Java options of this process are not passed on
     * @param lines gets each line of its output, on a thread of its own
     */
    public static ChildJvm start(
            Class<?> main,
            List<String> options,
            List<String> arguments,
            UnaryOperator<List<String>> wrapper,
            Map<String, String> environment,
            Consumer<String> lines)
            throws IOException {
        var builder = new ProcessBuilder(wrapper.apply(command(main, options, arguments)));
        builder.environment().keySet().removeIf(ChildJvm::withheld);
        builder.environment().putAll(environment);
        var child = new ChildJvm(builder.start());
        String name = main.getSimpleName() + "-" + child.process.pid();
        child.output = pump(name + "-out", child.process.getInputStream(), lines);
        var unused = pump(name + "-err", child.process.getErrorStream(), child::complain);
        return child;
    }

    public long pid() {
        return process.pid();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Gets the exit code once the process has ended and its last line was read. */
    public void whenEnded(IntConsumer then) {
        var unused = process.onExit().thenAccept(ended -> {
            awaitLastLine(LAST_LINE);
            then.accept(ended.exitValue());
        });
    }

    /** Sends one line; fails if the child has ended. */
    public void send(String line) throws IOException {
        synchronized (input) {
            input.write(line + "\n");
            input.flush();
        }
    }

    /** The last lines of its standard error. */
    public String complaint() {
        synchronized (errors) {
            return String.join("\n", errors);
        }
    }

    /** Closes its input and waits for its end and its last line. */
    @Override
    public void close() {
        close(PATIENCE);
    }

    /** As {@link #close()}, but gives it so long to end by itself. */
    public void close(Duration patience) {
        try {
            input.close();
        } catch (IOException e) {
            log.debug("the child's input was closed already", e);
        }
        if (!ended(patience)) process.destroy();
        if (!ended(PATIENCE)) process.destroyForcibly();
        if (!ended(PATIENCE)) log.warn("process {} does not end", process.pid());
        awaitLastLine(patience);
    }

    private void awaitLastLine(Duration patience) {
        var pump = output;
        if (pump == null) return;
        try {
            pump.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean ended(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return !process.isAlive();
        }
    }

    private void complain(String line) {
        log.debug("process {}: {}", process.pid(), line);
        synchronized (errors) {
            errors.addLast(line);
            if (errors.size() > KEPT_LINES) errors.removeFirst();
        }
    }

    private static List<String> command(Class<?> main, List<String> options, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }

    private static boolean withheld(String variable) {
        return variable.startsWith("OTEL_")
                || variable.equals("JAVA_TOOL_OPTIONS")
                || variable.equals("JDK_JAVA_OPTIONS");
    }

    private static Thread pump(String name, InputStream in, Consumer<String> lines) {
        var thread = new Thread(
                () -> {
                    try (var reader = new BufferedReader(new InputStreamReader(in, UTF_8))) {
                        reader.lines().forEach(lines);
                    } catch (IOException | UncheckedIOException e) {
                        log.debug("{} ended", name, e); // the pipe breaks when the child is killed
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
