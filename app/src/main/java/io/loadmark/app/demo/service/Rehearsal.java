package io.loadmark.app.demo.service;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/**
 * Requests that the service makes to itself before it tells that it is ready, as many services warm up: then the code of a request
 * and of its telemetry is compiled, and a request costs what it will cost. They go to a server of their own, burn next to nothing, and
 * their telemetry ends at a listener that takes everything and keeps nothing.
 */
final class Rehearsal {
    /** A method is compiled after some 200 calls, a loop after some thousands of turns. */
    private static final int REQUESTS = 4_000;

    private static final Duration LONGEST = Duration.ofSeconds(6);
    private static final double MEAN_MILLIS = 0.02;
    private static final byte[] REQUEST =
            ("GET " + CheckoutHandler.ROUTE + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII);
    private static final int BUFFER = 4096;

    private Rehearsal() {}

    /**
     * Runs it.
     *
     * @param instrumented makes an OpenTelemetry SDK as the service's, with these properties over those of the environment
     */
    static void run(CheckoutScenario scenario, Function<Map<String, String>, OpenTelemetrySdk> instrumented)
            throws IOException {
        var light = new CheckoutScenario(scenario.seed(), MEAN_MILLIS, 0, scenario.workers(), scenario.quotaCores());
        var listener = listener();
        try (var telemetry = instrumented.apply(exportingTo(listener));
                var service = CheckoutService.start(light, CheckoutScenario.QUEUE, telemetry);
                var socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
            long end = System.nanoTime() + LONGEST.toNanos();
            for (int i = 0; i < REQUESTS && System.nanoTime() < end; i++) request(socket);
        } finally {
            listener.stop(0);
        }
    }

    private static HttpServer listener() throws IOException {
        var listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listener.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, -1);
            }
        });
        listener.start();
        return listener;
    }

    private static Map<String, String> exportingTo(HttpServer listener) {
        return Map.of(
                "otel.exporter.otlp.endpoint",
                        "http://127.0.0.1:" + listener.getAddress().getPort(),
                "otel.bsp.schedule.delay", "100",
                "otel.metric.export.interval", "500");
    }

    /** One after the other on a connection that stays. */
    private static void request(Socket socket) throws IOException {
        socket.getOutputStream().write(REQUEST);
        byte[] answer = new byte[BUFFER];
        int length = 0;
        while (!isWhole(answer, length)) length += read(socket.getInputStream(), answer, length);
    }

    private static int read(InputStream from, byte[] into, int at) throws IOException {
        int read = from.read(into, at, into.length - at);
        if (read <= 0) throw new EOFException("the service closed the connection of its rehearsal");
        return read;
    }

    /** All answers of the service end like this. */
    private static boolean isWhole(byte[] answer, int length) {
        return length >= 2 && answer[length - 1] == '\n' && answer[length - 2] != '\r';
    }
}
