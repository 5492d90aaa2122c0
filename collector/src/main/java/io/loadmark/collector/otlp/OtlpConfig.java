package io.loadmark.collector.otlp;

import static io.loadmark.runtime.config.ConfigException.check;

import io.loadmark.runtime.config.ByteSize;
import java.time.Duration;

/** {@code otlp:} in loadmark.yaml. */
public record OtlpConfig(
        boolean enabled,
        String host,
        int httpPort,
        int grpcPort,
        ByteSize maxRequestSize,
        ByteSize maxRecordSize,
        Duration deliveryTimeout,
        int maxInFlight) {

    private static final ByteSize SMALLEST = new ByteSize(64 << 10);
    private static final ByteSize LARGEST = new ByteSize(256 << 20);

    public OtlpConfig {
        check(!host.isBlank(), "otlp.host must name an address to listen on");
        checkPort("otlp.http-port", httpPort);
        checkPort("otlp.grpc-port", grpcPort);
        checkSize("otlp.max-request-size", maxRequestSize);
        checkSize("otlp.max-record-size", maxRecordSize);
        check(
                deliveryTimeout.toMillis() >= 100 && deliveryTimeout.toMinutes() < 10,
                "otlp.delivery-timeout must be in 100ms..10m, was %s",
                deliveryTimeout);
        check(
                maxInFlight >= 1 && maxInFlight <= 100_000,
                "otlp.max-in-flight must be in 1..100000, was %d",
                maxInFlight);
    }

    private static void checkPort(String key, int port) {
        check(port >= 0 && port <= 65535, "%s must be in 0..65535, was %d", key, port);
    }

    private static void checkSize(String key, ByteSize size) {
        check(
                size.bytes() >= SMALLEST.bytes() && size.bytes() <= LARGEST.bytes(),
                "%s must be in %s..%s, was %s",
                key,
                SMALLEST,
                LARGEST,
                size);
    }
}
