package io.loadmark.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of OpenTelemetry's semantic conventions that count served requests, each under its present and its older
 * name.
 */
final class RequestMetric {
    private static final List<String> NAMES = List.of(
            "http.server.request.duration",
            "http.server.duration",
            "rpc.server.call.duration",
            "rpc.server.duration",
            "messaging.process.duration");
    private static final List<byte[]> BYTES =
            NAMES.stream().map(name -> name.getBytes(UTF_8)).toList();

    private RequestMetric() {}

    /** The name in these bytes, if it is one of them. */
    static @Nullable String named(byte[] source, int from, int length) {
        for (int i = 0; i < NAMES.size(); i++) {
            byte[] name = BYTES.get(i);
            if (Arrays.equals(source, from, from + length, name, 0, name.length)) return NAMES.get(i);
        }
        return null;
    }
}
