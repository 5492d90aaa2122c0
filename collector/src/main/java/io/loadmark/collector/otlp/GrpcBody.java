package io.loadmark.collector.otlp;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A request as gRPC hands it over, decompressed. What went wrong on the way is kept for the answer: thrown from a
 * marshaller it would reach the sender as UNKNOWN.
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record GrpcBody(byte[] bytes, @Nullable Verdict refusal) {

    /** Only reads. gRPC bounds the stream by its largest inbound message. */
    enum Reader implements MethodDescriptor.Marshaller<GrpcBody> {
        READER;

        @Override
        public InputStream stream(GrpcBody body) {
            throw new UnsupportedOperationException("requests are only read");
        }

        @Override
        public GrpcBody parse(InputStream message) {
            try {
                return new GrpcBody(message.readAllBytes(), null);
            } catch (IOException e) {
                return new GrpcBody(new byte[0], Verdict.MALFORMED);
            } catch (StatusRuntimeException e) {
                boolean bomb = e.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED;
                return new GrpcBody(new byte[0], bomb ? Verdict.TOO_LARGE : Verdict.MALFORMED);
            }
        }
    }

    /** The answer to a body that could not be read, else null. */
    @Nullable
    Answer refusal(OtlpConfig config) {
        if (refusal == null) return null;
        return refusal == Verdict.TOO_LARGE
                ? Answer.tooLarge(config)
                : Answer.refused(refusal, "the message can't be decompressed");
    }
}
