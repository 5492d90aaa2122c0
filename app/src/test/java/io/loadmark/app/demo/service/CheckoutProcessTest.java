package io.loadmark.app.demo.service;

import static io.loadmark.app.Waiting.PATIENCE;
import static io.loadmark.app.Waiting.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Real child processes, in a real cgroup where this machine and user allow one. */
class CheckoutProcessTest {
    private static final CheckoutScenario SCENARIO = new CheckoutScenario(5, 3, 0.5, 4, 0.5);

    @Test
    void theProcessRunsInsideItsQuotaAndLeavesNoCgroupBehind() throws Exception {
        List<Path> cgroup;
        try (var checkout = CheckoutProcess.start(SCENARIO, Exporting.nowhere())) {
            assumeTrue(
                    checkout.entitlement().kind() == Entitlement.Kind.QUOTA,
                    checkout.entitlement().describe());
            assertThat(checkout.entitlement().describe()).isEqualTo("0.50 cores by quota per 100 ms");
            assertThat(get(checkout.uri())).isEqualTo(200);
            cgroup = checkout.cgroup();
            assertThat(cgroup).isNotEmpty().allSatisfy(group -> assertThat(
                            Files.readString(group.resolve("cgroup.procs")).strip())
                    .isEqualTo(Long.toString(checkout.pid())));
            assertThat(checkout.cpuNanos().orElseThrow()).isPositive();
        }
        assertThat(cgroup).allSatisfy(group -> assertThat(group).doesNotExist());
    }

    @Test
    void spansCarryTheLinksToTheMachineAndNoCommandLine() throws Exception {
        BlockingQueue<ExportTraceServiceRequest> exported = new LinkedBlockingQueue<>();
        var receiver = receiver(exported);
        var exporting = new Exporting(
                URI.create("http://127.0.0.1:" + receiver.getAddress().getPort()),
                "checkout-7",
                "1.2.3",
                Duration.ofMillis(50),
                Duration.ofSeconds(60));
        try (var checkout = CheckoutProcess.start(SCENARIO, exporting)) {
            get(checkout.uri());
            var traces = exported.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(traces).isNotNull();
            var resource = attributes(traces.getResourceSpans(0).getResource().getAttributesList());
            assertThat(resource)
                    .containsEntry("service.name", "checkout")
                    .containsEntry("service.instance.id", "checkout-7")
                    .containsEntry("service.version", "1.2.3")
                    .containsEntry("process.pid", Long.toString(checkout.pid()))
                    .doesNotContainKeys("process.command_args", "process.command_line");
            machineId().ifPresent(id -> assertThat(resource).containsEntry("host.id", id));
            var span = traces.getResourceSpans(0).getScopeSpans(0).getSpans(0);
            assertThat(span.getName()).isEqualTo("GET /checkout");
            assertThat(span.getKindValue()).isEqualTo(2); // SERVER
            assertThat(attributes(span.getAttributesList()))
                    .containsEntry("http.route", "/checkout")
                    .containsEntry("http.request.method", "GET")
                    .containsEntry("http.response.status_code", "200")
                    .doesNotContainKeys("thread.id", "thread.name");
        } finally {
            receiver.stop(0);
        }
    }

    /** Absent or empty in many a container. */
    private static Optional<String> machineId() throws IOException {
        var file = Path.of("/etc/machine-id");
        if (!Files.isReadable(file)) return Optional.empty();
        return Optional.of(Files.readString(file).strip()).filter(id -> !id.isEmpty());
    }

    @Test
    void theServiceEndsWhenItsParentLetsGoOfItsInput() throws Exception {
        assertThat(exitAfterOneRequest(Exporting.nowhere())).isZero(); // 143 if it had taken a SIGTERM
    }

    @Test
    void theServiceEndsWithoutASignalAlthoughItsSpansCanGoNowhere() throws Exception {
        var nobody = URI.create("http://127.0.0.1:1");
        var exporting = new Exporting(nobody, "checkout-1", "1.0.0", Duration.ofSeconds(60), Duration.ofSeconds(60));
        assertThat(exitAfterOneRequest(exporting)).isZero();
    }

    private static int exitAfterOneRequest(Exporting exporting) throws Exception {
        var ready = new CompletableFuture<String>();
        var exit = new CompletableFuture<Integer>();
        var child = ChildJvm.start(
                CheckoutMain.class,
                List.of(),
                SCENARIO.arguments(),
                UnaryOperator.identity(),
                exporting.environment(),
                ready::complete);
        child.whenEnded(exit::complete);
        var port = result(ready).replace("READY ", "");
        get(URI.create("http://127.0.0.1:" + port + "/checkout"));
        child.close(PATIENCE);
        return result(exit);
    }

    private static int get(URI uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static HttpServer receiver(BlockingQueue<ExportTraceServiceRequest> exported) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            exported.add(ExportTraceServiceRequest.parseFrom(
                    exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static Map<String, String> attributes(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey,
                        a -> a.getValue().hasIntValue()
                                ? Long.toString(a.getValue().getIntValue())
                                : a.getValue().getStringValue()));
    }
}
