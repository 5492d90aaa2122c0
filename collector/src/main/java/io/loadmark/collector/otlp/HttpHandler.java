package io.loadmark.collector.otlp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Speaks OTLP/HTTP with binary protobuf. No thread waits: neither for the body nor for Kafka. */
final class HttpHandler extends Handler.Abstract {
    private static final String PROTOBUF = "application/x-protobuf";
    private static final String PROTOCOL = "http";

    private final OtlpConfig config;
    private final Intake intake;
    private final InFlight inFlight;
    private final ReceiverCounters counters;

    HttpHandler(OtlpConfig config, Intake intake, InFlight inFlight, ReceiverCounters counters) {
        this.config = config;
        this.intake = intake;
        this.inFlight = inFlight;
        this.counters = counters;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var signal = Signal.ofPath(Request.getPathInContext(request));
        var unused = answer(signal, request)
                .whenCompleteAsync(
                        (answer, failure) -> {
                            if (failure != null) {
                                callback.failed(failure); // the sender is gone or too slow: nobody to answer
                                return;
                            }
                            if (signal != null) counters.request(signal, PROTOCOL, answer.verdict());
                            respond(answer, response, callback);
                        },
                        getServer().getThreadPool());
        return true;
    }

    private CompletableFuture<Answer> answer(@Nullable Signal signal, Request request) {
        if (signal == null) {
            return refuse(request, Answer.refused(Verdict.UNKNOWN_PATH, "OTLP is taken at " + paths()));
        }
        var refusal = refusal(request);
        if (refusal != null) return refuse(request, refusal);
        if (!inFlight.tryEnter()) return refuse(request, Answer.busy("requests"));
        Request.addCompletionListener(request, failure -> inFlight.leave());
        boolean gzip = "gzip".equals(encoding(request));
        return BodyReader.read(request, config.maxRequestSize().asInt()).thenCompose(body -> take(signal, body, gzip));
    }

    private static CompletableFuture<Answer> refuse(Request request, Answer refusal) {
        return BodyReader.drop(request).thenApply(body -> refusal);
    }

    private CompletableFuture<Answer> take(Signal signal, byte[] body, boolean gzip) {
        int max = config.maxRequestSize().asInt();
        byte[] plain;
        try {
            plain = gzip && body.length <= max ? Gunzip.bounded(body, max) : body;
        } catch (IOException e) {
            return CompletableFuture.completedFuture(Answer.refused(Verdict.MALFORMED, "the body is no gzip"));
        }
        return plain.length > max
                ? CompletableFuture.completedFuture(Answer.tooLarge(config))
                : intake.take(signal, plain);
    }

    private @Nullable Answer refusal(Request request) {
        if (!"POST".equals(request.getMethod())) return Answer.refused(Verdict.WRONG_METHOD, "OTLP is sent by POST");
        var type = header(request, HttpHeader.CONTENT_TYPE);
        if (!PROTOBUF.equals(type)) {
            var json = "application/json".equals(type) ? "OTLP/JSON is not taken; " : "";
            return Answer.refused(
                    Verdict.UNSUPPORTED_TYPE,
                    json + "send " + PROTOBUF + " (OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf)");
        }
        var encoding = encoding(request);
        if (!encoding.isEmpty() && !encoding.equals("identity") && !encoding.equals("gzip")) {
            return Answer.refused(Verdict.UNSUPPORTED_TYPE, "compress with gzip or not at all");
        }
        return request.getLength() > config.maxRequestSize().bytes() ? Answer.tooLarge(config) : null;
    }

    private static void respond(Answer answer, Response response, Callback callback) {
        boolean accepted = answer.verdict() == Verdict.ACCEPTED;
        byte[] body = accepted ? Encoding.response(answer) : Encoding.status(answer);
        response.setStatus(answer.verdict().httpStatus());
        var headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, PROTOBUF);
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        switch (answer.verdict()) {
            case UNAVAILABLE -> headers.put(HttpHeader.RETRY_AFTER, Answer.RETRY_AFTER_SECONDS);
            case WRONG_METHOD -> headers.put(HttpHeader.ALLOW, "POST");
            case UNSUPPORTED_TYPE -> headers.put(HttpHeader.ACCEPT_ENCODING, "gzip");
            default -> {}
        }
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private static String paths() {
        return Signal.TRACES.path() + " and " + Signal.METRICS.path();
    }

    private static String encoding(Request request) {
        return header(request, HttpHeader.CONTENT_ENCODING);
    }

    /** In lower case and without parameters; empty when missing. */
    private static String header(Request request, HttpHeader name) {
        var value = request.getHeaders().get(name);
        if (value == null) return "";
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
