package io.loadmark.app.embedded;

import com.sun.jna.Native;
import io.loadmark.app.embedded.EmbeddedException.Reason;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the server process. It ends with its standard input, hence with this process however that ends. */
final class ClickHouseChild {
    private static final Logger LOG = LoggerFactory.getLogger(ClickHouseChild.class);
    private static final int ATTEMPTS = 3;
    private static final Duration LONGEST_START = Duration.ofMinutes(2); // parts of a large database are read first
    private static final Duration LONGEST_STOP = Duration.ofSeconds(8);
    private static final List<String> JVM = List.of(
            "-Xms8m",
            "-Xmx24m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=16m",
            "-XX:-UsePerfData",
            "-Xshare:auto");

    private final Process process;
    private final ChildErrors errors = new ChildErrors();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Thread errorReader;

    private ClickHouseChild(Process process) {
        this.process = process;
        var outputReader = new Thread(this::readPort, "clickhouse-output");
        errorReader = new Thread(() -> errors.read(process.errorReader(StandardCharsets.UTF_8)), "clickhouse-errors");
        outputReader.setDaemon(true);
        errorReader.setDaemon(true);
        outputReader.start();
        errorReader.start();
    }

    /**
     * Starts a server and waits until it serves.
     *
     * @param wanted port; 0 takes any free one, by preference that of the last time
     * @throws EmbeddedException if it ends or takes too long; no process is left then
     */
    static ClickHouseChild start(ClickHouseFiles files, Path library, int wanted)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            int asked = wanted == 0 ? files.port().choose(1).get(0) : wanted;
            var child = new ClickHouseChild(launch(files, library, asked));
            try {
                files.port().keep(List.of(child.awaitPort()));
                return child;
            } catch (EmbeddedException e) {
                boolean again = wanted == 0 && attempt < ATTEMPTS && child.errors.portTaken();
                if (!again) throw e;
            }
        }
    }

    private static Process launch(ClickHouseFiles files, Path library, int port) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(List.of("-cp", classPath(), ClickHouseServerMain.class.getName()));
        command.addAll(List.of(
                library.toString(), files.config().toString(), files.data().toString(), Integer.toString(port)));
        var builder = new ProcessBuilder(command).directory(files.directory().toFile());
        builder.environment().clear(); // secrets of ours are none of its business
        return builder.start();
    }

    /** Only what the child needs: a long class path costs it memory and time. */
    private static String classPath() {
        return location(ClickHouseServerMain.class) + File.pathSeparator + location(Native.class);
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no place known for " + type, e);
        }
    }

    private void readPort() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                var parts = line.split("\t", -1);
                if (parts.length == 2 && parts[0].equals(ClickHouseServerMain.PORT_LINE)) {
                    port.complete(Integer.valueOf(parts[1]));
                }
            }
            port.completeExceptionally(new IOException("it ended"));
        } catch (IOException | NumberFormatException e) {
            port.completeExceptionally(e);
        }
    }

    private int awaitPort() throws InterruptedException {
        try {
            return port.get(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            kill();
            String why = e instanceof TimeoutException ? "it took longer than " + LONGEST_START : reason();
            throw new EmbeddedException(Reason.START_FAILED, "the embedded ClickHouse did not start: " + why, e);
        } catch (InterruptedException e) {
            kill();
            throw e;
        }
    }

    int port() {
        return port.join();
    }

    long pid() {
        return process.pid();
    }

    /** Runs {@code reaction} once the process has ended. */
    void onEnd(Runnable reaction) {
        var unused = process.onExit().thenRun(reaction);
    }

    /** Why it ended, in one line. */
    String reason() throws InterruptedException {
        errorReader.join(TimeUnit.SECONDS.toMillis(2)); // its last words may still be in the pipe
        int status = process.waitFor();
        return status > 128 ? "killed by signal " + (status - 128) : errors.reason();
    }

    /** Ends it in order, by the end of its input; by force if that takes too long. */
    void stop() throws InterruptedException {
        try {
            process.outputWriter(StandardCharsets.UTF_8).close();
        } catch (IOException e) {
            LOG.debug("standard input of the embedded ClickHouse was closed already", e);
        }
        if (!process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
            LOG.warn(
                    "the embedded ClickHouse did not end within {}; killing it. Acknowledged rows are safe",
                    LONGEST_STOP);
            kill();
        }
    }

    private void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) LOG.error("{} can't be killed", pid());
    }
}
