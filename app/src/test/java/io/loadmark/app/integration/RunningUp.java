package io.loadmark.app.integration;

import io.loadmark.app.embedded.EmbeddedEndpoint;
import io.loadmark.runtime.config.ClickHouseConfig;
import io.loadmark.runtime.config.Configuration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code loadmark up} in a process of its own, once it has said where it listens. */
final class RunningUp implements AutoCloseable {
    private final Jvm jvm;
    private final Path data;
    private final int otlpPort;
    private final int kafkaPort;
    private final int clickHousePort;
    private final List<ProcessHandle> children;

    private RunningUp(Jvm jvm, Path data) {
        this.jvm = jvm;
        this.data = data;
        otlpPort = Integer.parseInt(jvm.said("OTLP +http://127\\.0\\.0\\.1:(\\d+) "));
        kafkaPort = Integer.parseInt(jvm.said("Kafka +127\\.0\\.0\\.1:(\\d+)\\R"));
        clickHousePort = Integer.parseInt(jvm.said("ClickHouse +http://[^:]+:(\\d+)\\R"));
        var unused = jvm.said("(Ctrl-C)");
        children = jvm.children();
    }

    static RunningUp start(Path directory) throws Exception {
        Path data = directory.resolve("data");
        var jvm = Jvm.loadmark(directory, Map.of(), arguments(directory, data));
        try {
            return new RunningUp(jvm, data);
        } catch (RuntimeException | AssertionError e) {
            jvm.close();
            throw e;
        }
    }

    static List<String> arguments(Path directory, Path data) throws IOException {
        Path config = Files.writeString(directory.resolve("loadmark.yaml"), ShortSettings.yaml());
        return List.of("up", "--data", data.toString(), "--config", config.toString());
    }

    Jvm jvm() {
        return jvm;
    }

    int otlpPort() {
        return otlpPort;
    }

    Rows rows() {
        var at = EmbeddedEndpoint.announcedIn(data).orElseThrow();
        String database = Configuration.reference()
                .section("clickhouse", ClickHouseConfig.class)
                .database();
        return new Rows(new ClickHouseConfig(at.url(), database, at.user(), at.password(), Map.of()));
    }

    /** Whether neither a process nor a listener of it is left. */
    boolean hasLeftNothing() {
        return !jvm.isAlive()
                && children.stream().noneMatch(ProcessHandle::isAlive)
                && List.of(otlpPort, kafkaPort, clickHousePort).stream().noneMatch(RunningUp::answers);
    }

    int children() {
        return children.size();
    }

    private static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        jvm.close();
    }
}
