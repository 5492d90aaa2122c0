package io.loadmark.app.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that a part listens on at 127.0.0.1, kept in a file, so that a restart has the same ones where they are still
 * free. Between finding and binding a port somebody else may take it: the caller tries again. New ports lie below those
 * that the kernel gives to clients, so that while a part restarts no connection of anybody's takes its port.
 */
final class LoopbackPorts {
    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int LOWEST = 15_000;
    /** Linux's net.ipv4.ip_local_port_range unless set otherwise. */
    private static final int FIRST_OF_CLIENTS = 32_768;

    private static final int ATTEMPTS = 50;

    private final Path file;

    LoopbackPorts(Path file) {
        this.file = file;
    }

    /** The {@code count} ports of the last time as far as they are free, else any free ones; all differ. */
    List<Integer> choose(int count) throws IOException {
        var last = last();
        var held = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) held.add(bind(i < last.size() ? last.get(i) : 0));
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (var socket : held) socket.close();
        }
    }

    static boolean isFree(int port) {
        try (var socket = bound(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    void keep(List<Integer> ports) throws IOException {
        PrivateFiles.write(
                file, String.join("\n", ports.stream().map(String::valueOf).toList()));
    }

    /** The ports of the last time; empty where there is none or the file makes no sense. */
    private List<Integer> last() throws IOException {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.matches("[1-9]\\d{0,4}"))
                    .map(Integer::valueOf)
                    .filter(port -> port < 1 << 16)
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        try {
            return port == 0 ? free() : bound(port);
        } catch (IOException taken) {
            return free();
        }
    }

    private static ServerSocket free() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return bound(ThreadLocalRandom.current().nextInt(LOWEST, FIRST_OF_CLIENTS));
            } catch (IOException taken) {
                // another one
            }
        }
        return bound(0);
    }

    private static ServerSocket bound(int port) throws IOException {
        var socket = new ServerSocket();
        try {
            socket.setReuseAddress(true); // a connection of the last process may still be in TIME_WAIT
            socket.bind(new InetSocketAddress(LOOPBACK, port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
