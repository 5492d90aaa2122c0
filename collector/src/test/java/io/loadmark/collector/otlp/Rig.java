package io.loadmark.collector.otlp;

import io.loadmark.runtime.config.ByteSize;
import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.runtime.health.Health;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A receiver on free ports in front of a producer, and a client that says exactly what a test wants it to say. */
final class Rig implements AutoCloseable {
    /** Only a test that fails waits so long. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    static final OtlpConfig CONFIG = config(PATIENCE);

    final Health health = new Health();
    final CountedMetrics metrics = new CountedMetrics();
    final OtlpReceiver receiver;
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setMeterProvider(
                    SdkMeterProvider.builder().registerMetricReader(metrics).build())
            .build();
    private final HttpClient client = HttpClient.newHttpClient();

    Rig(Producer<byte[], byte[]> producer) {
        receiver = new OtlpReceiver("acme", CONFIG, () -> producer, health, telemetry, PATIENCE);
        receiver.start();
    }

    /** With the receiver's own producer, which tries for so long. */
    Rig(KafkaConfig kafka, Duration deliveryTimeout) {
        this(KafkaWriter.producer(kafka, config(deliveryTimeout)));
    }

    private static OtlpConfig config(Duration deliveryTimeout) {
        return new OtlpConfig(
                true, "127.0.0.1", 0, 0, ByteSize.parse("1MiB"), ByteSize.parse("64KiB"), deliveryTimeout, 4);
    }

    static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(PATIENCE).dontCatchUncaughtExceptions();
    }

    static <T> T result(Future<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.httpPort() + path))
                .header("Content-Type", "application/x-protobuf");
    }

    HttpRequest.Builder traces(byte[] body) {
        return traces(BodyPublishers.ofByteArray(body));
    }

    HttpRequest.Builder traces(BodyPublisher body) {
        return to("/v1/traces").POST(body);
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    CompletableFuture<HttpResponse<byte[]>> sendAsync(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        receiver.close();
        telemetry.close();
    }
}
