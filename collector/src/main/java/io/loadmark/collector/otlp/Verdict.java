package io.loadmark.collector.otlp;

import io.grpc.Status;
import java.util.Locale;

/** What became of a request, as both protocols say it. Senders retry {@link #UNAVAILABLE} and nothing else. */
enum Verdict {
    ACCEPTED(200, Status.Code.OK),
    MALFORMED(400, Status.Code.INVALID_ARGUMENT),
    UNKNOWN_PATH(404, Status.Code.NOT_FOUND),
    WRONG_METHOD(405, Status.Code.UNIMPLEMENTED),
    TOO_LARGE(413, Status.Code.RESOURCE_EXHAUSTED),
    UNSUPPORTED_TYPE(415, Status.Code.INVALID_ARGUMENT),
    UNAVAILABLE(503, Status.Code.UNAVAILABLE);

    private final int httpStatus;
    private final Status.Code grpcCode;

    Verdict(int httpStatus, Status.Code grpcCode) {
        this.httpStatus = httpStatus;
        this.grpcCode = grpcCode;
    }

    int httpStatus() {
        return httpStatus;
    }

    Status.Code grpcCode() {
        return grpcCode;
    }

    /** As it stands in metrics. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
