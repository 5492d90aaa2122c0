package io.loadmark.otlp;

import static io.loadmark.otlp.Attribute.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanFieldsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ot=th:0                     | 0                  | 1
                    ot=th:8                     | 0x80000000000000   | 2
                    ot=th:c                     | 0xc0000000000000   | 4
                    ot=th:fd70a4                | 0xfd70a400000000   | 100.00009536752
                    ot=th:ffffffffffffff        | 0xffffffffffffff   | 72057594037927936
                    a=b,ot=rv:11;th:8;x:1,c=d   | 0x80000000000000   | 2
                    ot=th:G                     | -1                 | 1
                    ot=rv:8                     | -1                 | 1
                    """)
    void aSampledSpanCountsForThoseThatWereNotSent(String state, String threshold, double count) throws Exception {
        OtlpTraces.read(request(Span.newBuilder().setTraceState(state)), (resource, span) -> {
            assertThat(span.threshold()).isEqualTo(Long.decode(threshold));
            assertThat(span.adjustedCount()).isCloseTo(count, withPercentage(1e-6));
        });
    }

    @Test
    void theRouteIsCutAndBrokenTextDoesNotRefuseTheRequest() throws Exception {
        var name = ByteString.copyFromUtf8("ä".repeat(300)).substring(0, 399); // the last letter is cut in two
        byte[] request = request(Span.newBuilder().setName("x".repeat(399)));
        System.arraycopy(name.toByteArray(), 0, request, indexOf(request, key("xxx")), 399);
        assertThat(SeenSpan.in(request)).singleElement().satisfies(span -> assertThat(span.route())
                .isEqualTo("ä".repeat(199) + "\ufffd"));
    }

    @Test
    void anAttributeIsFoundByItsWholeKeyAndValue() throws Exception {
        var span = Span.newBuilder()
                .setName("x")
                .addAttributes(attribute("tier", AnyValue.newBuilder().setStringValue("premium")))
                .addAttributes(attribute("items", AnyValue.newBuilder().setIntValue(7)))
                .addAttributes(attribute("gift", AnyValue.newBuilder().setBoolValue(true)));
        OtlpTraces.read(request(span, Span.newBuilder()), (resource, read) -> {
            boolean first = !read.route().isEmpty();
            assertThat(read.hasAttribute("tier", "premium")).isEqualTo(first);
            assertThat(read.hasAttribute("items", "7")).isEqualTo(first);
            assertThat(read.hasAttribute("tier", "premiu")).isFalse();
            assertThat(read.hasAttribute("tie", "premium")).isFalse();
            assertThat(read.hasAttribute("gift", "true")).isFalse();
            assertThat(read.hasAttribute("items", "")).isFalse();
        });
    }

    private static KeyValue attribute(String key, AnyValue.Builder value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    @Test
    void aParentOfAnotherLengthIsNone() throws Exception {
        byte[] request = request(Span.newBuilder().setParentSpanId(ByteString.copyFrom(new byte[] {1, 2, 3})));
        assertThat(SeenSpan.in(request)).singleElement().satisfies(span -> assertThat(span.parentSpanId())
                .isZero());
    }

    @Test
    void theFlyweightForgetsTheSpanBefore() throws Exception {
        var full = Span.newBuilder()
                .setTraceId(ByteString.copyFrom(new byte[16]))
                .setParentSpanId(ByteString.copyFrom(new byte[8]))
                .addAttributes(text("server.address", "db-1"))
                .addAttributes(number("server.port", 5432))
                .setTraceState("ot=th:8")
                .setName("first")
                .setKindValue(SpanFields.SERVER)
                .setStartTimeUnixNano(1)
                .setEndTimeUnixNano(2);
        full.getStatusBuilder().setCodeValue(2);
        var routes = new ArrayList<String>();
        OtlpTraces.read(request(full, Span.newBuilder()), (resource, span) -> {
            routes.add(span.route());
            if (routes.size() == 1) return;
            assertThat(SeenSpan.of(resource, span))
                    .isEqualTo(new SeenSpan(ResourceFields.NONE, 0, 0, 0, 0, 0, 0, 0, false, 0, "", -1, "unknown"));
        });
        assertThat(routes).containsExactly("first", "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    3 | peer.service=stock server.address=10.0.0.1                                  | stock
                    3 | peer.service=old service.peer.name=stock                                    | stock
                    3 | server.port=8443 server.address=stock.shop                                  | stock.shop:8443
                    3 | net.peer.name=stock.shop net.peer.port=80                                   | stock.shop:80
                    3 | server.address=stock.shop server.port=-1                                    | stock.shop
                    3 | db.system=postgresql db.namespace=shop                                      | postgresql
                    3 | db.system.name=mysql server.address=db-1 server.port=3306                   | db-1:3306
                    4 | messaging.system=kafka messaging.destination.name=orders server.address=k-1 | orders
                    3 | messaging.system=kafka messaging.destination.name=orders server.address=k-1 | k-1
                    4 | messaging.system=kafka                                                      | kafka
                    3 | rpc.service=shop.Stock                                                      | shop.Stock
                    3 | peer.service= http.route=/x                                                 | unknown
                    """)
    void aCallNamesItsPeerBySemanticConventions(int kind, String attributes, String peer) throws Exception {
        var span = Span.newBuilder().setKindValue(kind);
        for (String attribute : attributes.split(" ", -1)) {
            String[] pair = attribute.split("=", 2);
            boolean isNumber = pair[0].endsWith(".port");
            span.addAttributes(isNumber ? number(pair[0], Long.parseLong(pair[1])) : text(pair[0], pair[1]));
        }
        assertThat(SeenSpan.in(request(span)))
                .singleElement()
                .extracting(SeenSpan::peer)
                .isEqualTo(peer);
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static KeyValue number(String key, long value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setIntValue(value))
                .build();
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        int i = 0;
        while (!Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) i++;
        return i;
    }

    private static byte[] request(Span.Builder... spans) {
        var scope = ScopeSpans.newBuilder();
        for (var span : spans) scope.addSpans(span);
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
                .build()
                .toByteArray();
    }
}
