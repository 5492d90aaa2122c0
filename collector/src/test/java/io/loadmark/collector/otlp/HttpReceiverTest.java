package io.loadmark.collector.otlp;

import static io.loadmark.collector.otlp.Requests.gzip;
import static io.loadmark.collector.otlp.Requests.span;
import static io.loadmark.collector.otlp.Requests.spans;
import static io.loadmark.collector.otlp.Requests.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.apache.kafka.clients.producer.MockProducer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpReceiverTest {
    private final MockProducer<byte[], byte[]> kafka = Producers.willing();
    private final Rig rig = new Rig(kafka);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aRequestOfOneInstanceBecomesOneRecordByteByByte() throws Exception {
        byte[] request = Requests.of(spans("cart", 3));
        var answer = rig.send(rig.traces(request));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-protobuf");
        assertThat(kafka.history()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("otlp_spans");
            assertThat(record.value()).isEqualTo(request);
            assertThat(Requests.key(record)).isEqualTo("acme/shop/cart/i-1");
            assertThat(record.headers().lastHeader("tenant").value()).isEqualTo("acme".getBytes(UTF_8));
        });
    }

    @Test
    void eachInstanceGetsItsOwnKey() throws Exception {
        rig.send(rig.traces(Requests.of(spans("cart", 3), spans("pay", 1))));
        assertThat(kafka.history())
                .extracting(Requests::key)
                .containsExactly("acme/shop/cart/i-1", "acme/shop/pay/i-1");
    }

    @Test
    void aRequestLargerThanARecordIsSplit() throws Exception {
        byte[] request = Requests.of(spans("cart", 5000));
        assertThat(request.length).isGreaterThan(Rig.CONFIG.maxRecordSize().asInt());
        assertThat(rig.send(rig.traces(request)).statusCode()).isEqualTo(200);
        assertThat(kafka.history()).hasSizeGreaterThan(1).allSatisfy(record -> assertThat(record.value())
                .hasSizeLessThan(Rig.CONFIG.maxRecordSize().asInt()));
        assertThat(Requests.countSpans(kafka.history())).isEqualTo(5000);
    }

    @Test
    void whatCanNotBeSplitIsAPartialSuccess() throws Exception {
        var large = ScopeSpans.newBuilder().addSpans(span("x".repeat(100_000)));
        var answer = rig.send(rig.traces(Requests.of(spans("cart", 2).addScopeSpans(large))));
        assertThat(answer.statusCode()).isEqualTo(200);
        var partial = ExportTraceServiceResponse.parseFrom(answer.body()).getPartialSuccess();
        assertThat(partial.getRejectedSpans()).isEqualTo(1);
        assertThat(partial.getErrorMessage()).contains("otlp.max-record-size 64KiB");
        assertThat(Requests.countSpans(kafka.history())).isEqualTo(2);
        assertThat(rig.metrics.sum("loadmark.otlp.items.received", "traces")).isEqualTo(3);
        assertThat(rig.metrics.sum("loadmark.otlp.items.acknowledged", "traces"))
                .isEqualTo(2);
        assertThat(rig.metrics.sum("loadmark.otlp.items.rejected", "too-large")).isEqualTo(1);
    }

    @Test
    void anEmptyRequestIsAcceptedAndLeavesNoRecord() throws Exception {
        assertThat(rig.send(rig.traces(new byte[0])).statusCode()).isEqualTo(200);
        assertThat(kafka.history()).isEmpty();
    }

    @Test
    void gzipIsUnpacked() throws Exception {
        byte[] request = Requests.of(spans("cart", 3));
        var answer = rig.send(rig.traces(gzip(request)).header("Content-Encoding", "gzip"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(kafka.history()).singleElement().satisfies(record -> assertThat(record.value())
                .isEqualTo(request));
    }

    @Test
    void aDecompressionBombIsRefused() throws Exception {
        byte[] bomb = gzip(new byte[64 << 20]);
        assertThat(bomb.length).isLessThan(100_000);
        refused(
                rig.send(rig.traces(bomb).header("Content-Encoding", "gzip")),
                413,
                "8 the request is larger than 1MiB");
    }

    @Test
    void aRequestThatIsTooLargeIsRefusedWithAndWithoutItsLengthUpFront() throws Exception {
        var large =
                new byte[32 << 20]; // more than the sockets' buffers hold: the sender still writes when it is refused
        refused(rig.send(rig.traces(large)), 413, "otlp.max-request-size");
        var chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));
        refused(rig.send(rig.traces(chunked)), 413, "otlp.max-request-size");
    }

    @Test
    void malformedRequestsAreRefusedWithTheReason() throws Exception {
        refused(rig.send(rig.traces(new byte[] {10, 100, 1})), 400, "3 no OTLP trace request");
        refused(
                rig.send(rig.traces(new byte[] {1, 2, 3}).header("Content-Encoding", "gzip")),
                400,
                "3 the body is no gzip");
        assertThat(rig.metrics.sum("loadmark.otlp.requests", "malformed")).isEqualTo(2);
    }

    @Test
    void jsonIsRefusedWithWhatToSendInstead() throws Exception {
        var json = rig.to("/v1/traces").POST(BodyPublishers.ofString("{}"));
        refused(rig.send(json.setHeader("Content-Type", "application/json")), 415, "OTLP/JSON is not taken; send app");
    }

    @Test
    void otherCompressionsMethodsAndPathsAreRefused() throws Exception {
        refused(rig.send(rig.traces(new byte[0]).header("Content-Encoding", "zstd")), 415, "gzip");
        var get = rig.send(rig.to("/v1/traces").GET());
        refused(get, 405, "POST");
        assertThat(get.headers().firstValue("Allow")).hasValue("POST");
        refused(rig.send(rig.to("/v1/logs").POST(BodyPublishers.noBody())), 404, "/v1/traces and /v1/metrics");
    }

    private void refused(HttpResponse<byte[]> answer, int status, String message) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-protobuf");
        assertThat(status(answer.body())).contains(message);
        assertThat(kafka.history()).isEmpty();
    }
}
