package io.loadmark.collector.otlp;

import static io.loadmark.collector.otlp.Requests.span;
import static io.loadmark.collector.otlp.Requests.spans;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class GrpcReceiverTest {
    private static final MethodDescriptor<byte[], byte[]> EXPORT = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("opentelemetry.proto.collector.trace.v1.TraceService/Export")
            .setRequestMarshaller(RawBytes.MARSHALLER)
            .setResponseMarshaller(RawBytes.MARSHALLER)
            .build();
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final MockProducer<byte[], byte[]> kafka = Producers.willing();

    @Test
    void aRequestBecomesARecord() throws Exception {
        byte[] request = Requests.of(spans("cart", 3));
        assertThat(export(kafka, request, CallOptions.DEFAULT)).isEmpty();
        assertThat(kafka.history()).singleElement().satisfies(record -> assertThat(record.value())
                .isEqualTo(request));
    }

    @Test
    void whatCanNotBeSplitIsAPartialSuccess() throws Exception {
        var large = ScopeSpans.newBuilder().addSpans(span("x".repeat(100_000)));
        byte[] answer = export(kafka, Requests.of(spans("cart", 2).addScopeSpans(large)), CallOptions.DEFAULT);
        assertThat(ExportTraceServiceResponse.parseFrom(answer)
                        .getPartialSuccess()
                        .getRejectedSpans())
                .isEqualTo(1);
    }

    @Test
    void malformedRequestsAreInvalidArguments() {
        var refusal = refusal(kafka, new byte[] {10, 100, 1}, CallOptions.DEFAULT);
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal.getStatus().getDescription()).contains("no OTLP trace request");
        assertThat(kafka.history()).isEmpty();
    }

    @Test
    void aRequestThatIsTooLargeIsRefusedCompressedOrNot() {
        var zeros = new byte[2 << 20];
        assertThat(refusal(kafka, zeros, CallOptions.DEFAULT).getStatus().getCode())
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        var gzip = CallOptions.DEFAULT.withCompression("gzip");
        assertThat(refusal(kafka, zeros, gzip).getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void whenKafkaIsAwayTheSenderIsToldToRetryAndWhen() throws Exception {
        var away = Producers.refusing(record -> true, new TimeoutException("no broker"));
        var refusal = refusal(away, Requests.of(spans("cart", 1)), CallOptions.DEFAULT);
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(refusal.getTrailers()).isNotNull();
        assertThat(Requests.status(refusal.getTrailers().get(DETAILS)))
                .isEqualTo("14 Kafka does not take the request; retry");
    }

    private static StatusRuntimeException refusal(
            MockProducer<byte[], byte[]> kafka, byte[] request, CallOptions options) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> export(kafka, request, options));
    }

    private static byte[] export(MockProducer<byte[], byte[]> kafka, byte[] request, CallOptions options)
            throws InterruptedException {
        ManagedChannel channel = null;
        try (var rig = new Rig(kafka)) {
            channel = NettyChannelBuilder.forAddress("127.0.0.1", rig.receiver.grpcPort())
                    .usePlaintext()
                    .build();
            return ClientCalls.blockingUnaryCall(channel, EXPORT, options, request);
        } finally {
            if (channel != null) channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
    }
}
