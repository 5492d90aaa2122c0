package io.loadmark.app.demo.service;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** The running service as its starter holds it. Closing it ends the process and removes its cgroup. */
public final class CheckoutProcess implements AutoCloseable {
    private static final int START_SECONDS = 60;
    private static final String READY = "READY ";

    /**
     * A steady service: compilation that ends early (C1 only; bursts of C2 inside a quota are throttled for seconds), a
     * collector without threads, answers that don't wait for more to send, and connections that stay open (the JDK's
     * server closes those that idle for 30 s).
     */
    private static final List<String> OPTIONS = List.of(
            "-Xms32m",
            "-Xmx64m",
            "-Xss256k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dsun.net.httpserver.nodelay=true",
            "-Dsun.net.httpserver.maxIdleConnections=256",
            "-Dsun.net.httpserver.idleInterval=3600");

    private final ChildJvm child;
    private final Confinement confinement;
    private final URI uri;

    private CheckoutProcess(ChildJvm child, Confinement confinement, URI uri) {
        this.child = child;
        this.confinement = confinement;
        this.uri = uri;
    }

    /**
     * Starts it and waits until it listens.
     *
     * @throws IOException if it does not, with what it said
     */
    public static CheckoutProcess start(CheckoutScenario scenario, Exporting exporting) throws IOException {
        var confinement = Confinement.of(scenario.quotaCores(), CheckoutScenario.PERIOD, Path.of("/proc"));
        var port = new CompletableFuture<Integer>();
        ChildJvm child;
        try {
            child = ChildJvm.start(
                    CheckoutMain.class,
                    OPTIONS,
                    scenario.arguments(),
                    confinement::inside,
                    exporting.environment(),
                    line -> ready(line, port));
        } catch (IOException e) {
            confinement.close();
            throw e;
        }
        child.whenEnded(code -> port.completeExceptionally(new IOException("it ended with " + code)));
        try {
            return new CheckoutProcess(child, confinement, uri(port.get(START_SECONDS, SECONDS)));
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            if (e instanceof InterruptedException) Thread.currentThread().interrupt();
            child.close();
            confinement.close();
            throw new IOException("the demo's service did not start: " + child.complaint(), e);
        }
    }

    /** What to request. */
    public URI uri() {
        return uri;
    }

    public long pid() {
        return child.pid();
    }

    public boolean isAlive() {
        return child.isAlive();
    }

    public Entitlement entitlement() {
        return confinement.entitlement();
    }

    /** CPU time used so far, in nanoseconds: of the cgroup, or without one of the process; empty after its end. */
    public OptionalLong cpuNanos() {
        var usage = confinement.usageNanos();
        if (usage.isPresent()) return usage;
        var process = child.handle().info().totalCpuDuration();
        return process.map(time -> OptionalLong.of(time.toNanos())).orElse(OptionalLong.empty());
    }

    /** The directories of its cgroup; empty without one. */
    public List<Path> cgroup() {
        return confinement.group().map(CpuGroup::directories).orElse(List.of());
    }

    @Override
    public void close() {
        child.close();
        confinement.close();
    }

    private static void ready(String line, CompletableFuture<Integer> port) {
        if (line.startsWith(READY)) port.complete(Integer.valueOf(line.substring(READY.length())));
    }

    private static URI uri(int port) {
        return URI.create("http://127.0.0.1:" + port + CheckoutHandler.ROUTE);
    }
}
