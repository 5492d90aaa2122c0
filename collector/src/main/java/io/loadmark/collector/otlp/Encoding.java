package io.loadmark.collector.otlp;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The few protobuf messages that are sent back. */
final class Encoding {
    private static final String RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";

    private Encoding() {}

    /** ExportTraceServiceResponse or ExportMetricsServiceResponse; the two are alike on the wire. */
    static byte[] response(Answer answer) {
        if (answer.rejected() == 0 && answer.message().isEmpty()) return new byte[0];
        byte[] partialSuccess = message(out -> {
            out.writeInt64(1, answer.rejected());
            out.writeString(2, answer.message());
        });
        return message(out -> out.writeByteArray(1, partialSuccess));
    }

    /** google.rpc.Status with code and message. */
    static byte[] status(Answer answer) {
        return message(out -> writeStatus(out, answer));
    }

    /** google.rpc.Status that tells when to retry, for gRPC's {@code grpc-status-details-bin}. */
    static byte[] statusWithRetry(Answer answer) {
        byte[] delay = message(out -> out.writeInt64(1, Answer.RETRY_AFTER_SECONDS)); // google.protobuf.Duration
        byte[] retryInfo = message(out -> out.writeByteArray(1, delay));
        byte[] any = message(out -> {
            out.writeString(1, RETRY_INFO);
            out.writeByteArray(2, retryInfo);
        });
        return message(out -> {
            writeStatus(out, answer);
            out.writeByteArray(3, any);
        });
    }

    private static void writeStatus(CodedOutputStream out, Answer answer) throws IOException {
        out.writeInt32(1, answer.verdict().grpcCode().value());
        out.writeString(2, answer.message());
    }

    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Fields fields) {
        try {
            var bytes = new ByteArrayOutputStream();
            var out = CodedOutputStream.newInstance(bytes);
            fields.write(out);
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }
}
