package io.loadmark.collector.libvirt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Two guests of flesh and blood; see {@code src/test/guests/guests}. */
final class Guests implements AutoCloseable {
    static final String ONE = "lmguest1";
    static final String TWO = "lmguest2";
    static final String ONE_UUID = "8c7f0a10-1111-4b6e-9a55-0000000000a1";
    static final String TWO_UUID = "8c7f0a10-2222-4b6e-9a55-0000000000a2";

    private static final Path SCRIPT = Path.of("src/test/guests/guests").toAbsolutePath();

    /** Whatever hangs, with all that it started. */
    private static final List<String> BOUNDED = List.of("timeout", "--kill-after=10", "300");

    private final Path directory;
    /** They would outlive a test that is broken off. */
    private final Thread ending = new Thread(this::end);

    Guests(Path directory) throws IOException {
        this.directory = directory;
        Runtime.getRuntime().addShutdownHook(ending);
        script("up");
    }

    /** The daemon that runs them. */
    String uri() {
        return "qemu:///system?socket=" + directory.resolve("sock/libvirt-sock-ro");
    }

    /** What libvirt keeps of each QEMU's output, as a file pattern. */
    String qemuLogs() {
        return directory.resolve("log/libvirt/qemu") + "/*.log";
    }

    String virsh(String... arguments) throws IOException {
        return script("virsh", arguments);
    }

    /** Kills the daemon without a word. */
    void killDaemon() throws IOException {
        signal("KILL", Files.readString(directory.resolve("libvirtd.pid")).strip());
    }

    void startDaemon() throws IOException {
        script("daemon");
    }

    /** Sends a signal to a guest's QEMU. */
    void signal(String signal, String pid) throws IOException {
        run(List.of("kill", "-" + signal, pid));
    }

    /** What a guest wrote to its console. */
    String console(String name) throws IOException {
        return Files.readString(directory.resolve(name + ".log"), ISO_8859_1);
    }

    /** Lets a guest compute on one vCPU as fast as it can, until it {@linkplain #rest rests}. */
    void burn(String name) throws IOException {
        execute(name, "timeout", "1000", "sh", "-c", "echo $$ >/tmp/burns; while :; do :; done");
    }

    void rest(String name) throws IOException {
        execute(name, "sh", "-c", "kill $(cat /tmp/burns)");
    }

    private void execute(String name, String... command) throws IOException {
        String arguments = String.join("\",\"", command);
        virsh("qemu-agent-command", name, """
                {"execute":"guest-exec","arguments":{"path":"/bin/busybox","arg":["%s"]}}""".formatted(arguments));
    }

    private String script(String command, String... arguments) throws IOException {
        var line = new ArrayList<>(BOUNDED);
        line.addAll(List.of(SCRIPT.toString(), command, directory.toString()));
        line.addAll(Arrays.asList(arguments));
        return run(line);
    }

    private static String run(List<String> line) throws IOException {
        var process = new ProcessBuilder(line).redirectErrorStream(true).start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) throw new IOException(line + ": " + said);
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private void end() {
        try {
            script("down");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(ending);
        end();
    }
}
