package io.loadmark.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OtlpSplitterTest {

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @Test
    void aSmallRequestOfOneResourceStaysAsItIs() throws Exception {
        byte[] request = request(spans("cart", 3), spans("cart", 2));
        var split = OtlpSplitter.traces(request, request.length);
        assertThat(split.items()).isEqualTo(5);
        assertThat(split.pieces()).singleElement().satisfies(piece -> {
            assertThat(piece.request()).isSameAs(request);
            assertThat(piece.items()).isEqualTo(5);
            assertThat(piece.resource().serviceName()).isEqualTo("cart");
        });
    }

    @Test
    void eachResourceGetsItsOwnPiece() throws Exception {
        var split = OtlpSplitter.traces(request(spans("cart", 3), spans("pay", 1), spans("cart", 2)), 1 << 20);
        assertThat(split.pieces())
                .extracting(piece -> piece.resource().serviceName(), OtlpSplitter.Piece::items)
                .containsExactly(tuple("cart", 5), tuple("pay", 1));
    }

    @Test
    void aLargeResourceIsCutBetweenItsSpans() throws Exception {
        byte[] request = request(spans("cart", 1000));
        var split = OtlpSplitter.traces(request, 500);
        assertThat(split.rejected()).isZero();
        assertThat(split.pieces()).hasSizeGreaterThan(10).allSatisfy(piece -> {
            assertThat(piece.request()).hasSizeLessThanOrEqualTo(500);
            assertThat(SeenSpan.in(piece.request())).hasSize(piece.items()).allSatisfy(span -> assertThat(
                            span.resource().serviceName())
                    .isEqualTo("cart"));
        });
        assertThat(spansOf(split)).isEqualTo(SeenSpan.in(request));
    }

    @Test
    void aSpanLargerThanARecordIsRejectedAndCounted() throws Exception {
        var large = Span.newBuilder().setName("x".repeat(1000));
        var spans = ResourceSpans.newBuilder()
                .addScopeSpans(ScopeSpans.newBuilder()
                        .addSpans(Span.newBuilder().setName("before"))
                        .addSpans(large)
                        .addSpans(Span.newBuilder().setName("after")));
        var split = OtlpSplitter.traces(request(spans), 500);
        assertThat(split.rejected()).isEqualTo(1);
        assertThat(split.items()).isEqualTo(3);
        assertThat(spansOf(split)).extracting(SeenSpan::route).containsExactly("before", "after");
    }

    @Test
    void aResourceThatFillsARecordByItselfIsRejectedInsteadOfRepeatedForEverySpan() throws Exception {
        var split = OtlpSplitter.traces(request(spans("x".repeat(400), 1000)), 500);
        assertThat(split.pieces()).isEmpty();
        assertThat(split.rejected()).isEqualTo(1000);
    }

    @Test
    void rejectedMetricsAreCountedInDataPoints() throws Exception {
        var metric = Metric.newBuilder().setName("x".repeat(1000));
        for (int i = 0; i < 3; i++) metric.getGaugeBuilder().addDataPoints(NumberDataPoint.getDefaultInstance());
        byte[] request = ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric)))
                .build()
                .toByteArray();
        assertThat(OtlpSplitter.metrics(request, 500)).isEqualTo(new OtlpSplitter.Split(List.of(), 3, 3));
    }

    @Test
    void aRequestWithoutSpansHasNoPieces() throws Exception {
        assertThat(OtlpSplitter.traces(new byte[0], 500).pieces()).isEmpty();
        assertThat(OtlpSplitter.traces(request(spans("cart", 0)), 500).pieces()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void piecesHoldEverySpanOnceAndNoneIsTooLarge(long seed) throws Exception {
        var request = new RandomRequests(seed).traces();
        for (int max : new int[] {200, 1000, 1 << 20}) {
            var split = OtlpSplitter.traces(request.toByteArray(), max);
            assertThat(split.items())
                    .as("seed %d", seed)
                    .isEqualTo(Oracle.spans(request).size());
            assertThat(spansOf(split)).as("seed %d", seed).hasSize(split.items() - split.rejected());
            assertThat(Oracle.spans(request)).as("seed %d", seed).containsAll(spansOf(split));
            for (var piece : split.pieces()) {
                assertThat(piece.request()).as("seed %d", seed).hasSizeLessThanOrEqualTo(max);
                assertThat(ExportTraceServiceRequest.parseFrom(piece.request()).getResourceSpansList())
                        .allSatisfy(spans ->
                                assertThat(Oracle.fields(spans.getResource())).isEqualTo(piece.resource()));
            }
        }
    }

    private static List<SeenSpan> spansOf(OtlpSplitter.Split split) throws MalformedOtlpException {
        var spans = new ArrayList<SeenSpan>();
        for (var piece : split.pieces()) spans.addAll(SeenSpan.in(piece.request()));
        return spans;
    }

    private static byte[] request(ResourceSpans.Builder... spans) {
        var request = ExportTraceServiceRequest.newBuilder();
        for (var one : spans) request.addResourceSpans(one);
        return request.build().toByteArray();
    }

    private static ResourceSpans.Builder spans(String service, int count) {
        var scope = ScopeSpans.newBuilder();
        for (int i = 0; i < count; i++) scope.addSpans(Span.newBuilder().setName("GET /" + i));
        return ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder()
                        .addAttributes(KeyValue.newBuilder()
                                .setKey("service.name")
                                .setValue(AnyValue.newBuilder().setStringValue(service))))
                .addScopeSpans(scope);
    }
}
