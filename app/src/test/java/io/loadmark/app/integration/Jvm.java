package io.loadmark.app.integration;

import static io.loadmark.app.Waiting.PATIENCE;
import static io.loadmark.app.Waiting.await;

import io.loadmark.app.LoadmarkMain;
import io.loadmark.app.terminal.Shutdown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Another process on the tests' class path: the loadmark command, or a service that it watches. */
final class Jvm implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Process process;
    private final Path out;
    private final Path err;

    private Jvm(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** {@code loadmark} with these arguments; its output goes to files in {@code directory}. */
    static Jvm loadmark(Path directory, Map<String, String> environment, List<String> arguments) throws IOException {
        return start(LoadmarkMain.class, directory, environment, arguments);
    }

    static Jvm start(Class<?> main, Path directory, Map<String, String> environment, List<String> arguments)
            throws IOException {
        String name = main.getSimpleName() + "-" + COUNT.incrementAndGet();
        Path out = Files.createDirectories(directory).resolve(name + ".out");
        Path err = directory.resolve(name + ".err");
        var builder = new ProcessBuilder(command(main, arguments))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(Jvm::disturbs);
        builder.environment().putAll(environment);
        return new Jvm(builder.start(), out, err);
    }

    /** What is set on this machine for other processes; of some options, a JVM speaks on its standard error. */
    private static boolean disturbs(String variable) {
        return variable.startsWith("LOADMARK_")
                || variable.startsWith("OTEL_")
                || List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
                        .contains(variable);
    }

    private static List<String> command(Class<?> main, List<String> arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-D" + Shutdown.PATIENCE_MILLIS + "=" + PATIENCE.toMillis()));
        // As the script `loadmark` does: newer JVMs warn of what JNA and Kafka need.
        if (Runtime.version().feature() >= 22) command.add("--enable-native-access=ALL-UNNAMED");
        if (Runtime.version().feature() >= 24) command.add("--sun-misc-unsafe-memory-access=allow");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /** Waits until a line of its output matches; the first group. */
    String said(String pattern) {
        return matched(pattern, this::output);
    }

    /** Waits until a line of its standard error matches; the first group. */
    String logged(String pattern) {
        return matched(pattern, this::errors);
    }

    private String matched(String pattern, Callable<String> text) {
        var wanted = Pattern.compile(pattern);
        return await("what process " + process.pid() + " says to match " + pattern)
                .until(
                        () -> {
                            boolean ended = !process.isAlive();
                            var match = wanted.matcher(text.call());
                            if (match.find()) return match.group(1);
                            if (ended) throw new AssertionError("it ended: " + errors());
                            return "";
                        },
                        said -> !said.isEmpty());
    }

    String output() throws IOException {
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    String errors() throws IOException {
        return Files.readString(err, StandardCharsets.UTF_8);
    }

    /** Sends a signal by name, such as TERM. */
    void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (status != 0) throw new IllegalStateException("kill -" + name + " failed with " + status);
    }

    /** Whether it was started with this signal, INT or TERM, set to be ignored: a JVM leaves it at that. */
    boolean ignores(String name) throws IOException {
        int number = name.equals("INT") ? 2 : 15;
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            String mask = lines.filter(line -> line.startsWith("SigIgn:"))
                    .findFirst()
                    .orElseThrow()
                    .substring("SigIgn:".length());
            return (Long.parseUnsignedLong(mask.strip(), 16) >> (number - 1) & 1) == 1;
        }
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        var unused = end();
    }

    /** Waits for its end; the exit status. */
    int end() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("process " + process.pid() + " does not end");
        }
        return process.exitValue();
    }

    /** Sends it a line. */
    void say(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Ends its input. */
    void release() throws IOException {
        process.getOutputStream().close();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
