package io.loadmark.collector.otlp;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.loadmark.runtime.config.ConfigException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** OTLP/gRPC on its port: the Export methods of TraceService and MetricsService, on bytes as they come. */
final class GrpcEndpoint implements AutoCloseable {
    private static final String PROTOCOL = "grpc";
    private static final int THREADS = 8;
    private static final int MAX_CALLS_PER_CONNECTION = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Metadata.Key<byte[]> STATUS_DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final OtlpConfig config;
    private final Intake intake;
    private final InFlight inFlight;
    private final ReceiverCounters counters;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, GrpcEndpoint::thread);
    private final Server server;

    GrpcEndpoint(OtlpConfig config, Intake intake, InFlight inFlight, ReceiverCounters counters) {
        this.config = config;
        this.intake = intake;
        this.inFlight = inFlight;
        this.counters = counters;
        var builder = NettyServerBuilder.forAddress(new InetSocketAddress(config.host(), config.grpcPort()))
                .executor(threads)
                .maxInboundMessageSize(config.maxRequestSize().asInt())
                .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION);
        for (var signal : Signal.values()) builder.addService(service(signal));
        server = builder.build();
    }

    void start() {
        try {
            server.start();
        } catch (IOException e) {
            throw new ConfigException(
                    "otlp.grpc-port: can't listen on " + config.host() + ":" + config.grpcPort()
                            + "; choose a free port, or 0 for any",
                    e);
        }
    }

    int port() {
        return server.getPort();
    }

    private ServerServiceDefinition service(Signal signal) {
        var export = MethodDescriptor.<GrpcBody, byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(signal.grpcService(), "Export"))
                .setRequestMarshaller(GrpcBody.Reader.READER)
                .setResponseMarshaller(RawBytes.MARSHALLER)
                .build();
        return ServerServiceDefinition.builder(signal.grpcService())
                .addMethod(export, ServerCalls.asyncUnaryCall((request, observer) -> export(signal, request, observer)))
                .build();
    }

    private void export(Signal signal, GrpcBody request, StreamObserver<byte[]> observer) {
        // A caller that has gone away is no error: what Kafka holds stays there, and it will send again.
        if (observer instanceof ServerCallStreamObserver<byte[]> call) call.setOnCancelHandler(() -> {});
        var refusal = request.refusal(config);
        if (refusal == null && !inFlight.tryEnter()) refusal = Answer.busy("requests");
        if (refusal != null) {
            finish(signal, refusal, observer);
            return;
        }
        var unused = intake.take(signal, request.bytes()).whenComplete((answer, failure) -> {
            inFlight.leave();
            if (failure == null) finish(signal, answer, observer);
            else observer.onError(failure);
        });
    }

    private void finish(Signal signal, Answer answer, StreamObserver<byte[]> observer) {
        counters.request(signal, PROTOCOL, answer.verdict());
        if (answer.verdict() == Verdict.ACCEPTED) {
            observer.onNext(Encoding.response(answer));
            observer.onCompleted();
        } else {
            var status = Status.fromCode(answer.verdict().grpcCode()).withDescription(answer.message());
            observer.onError(status.asRuntimeException(details(answer)));
        }
    }

    private static Metadata details(Answer answer) {
        var trailers = new Metadata();
        if (answer.verdict() == Verdict.UNAVAILABLE) {
            trailers.put(STATUS_DETAILS, Encoding.statusWithRetry(answer));
        }
        return trailers;
    }

    private static Thread thread(Runnable task) {
        var thread = new Thread(task, "otlp-grpc");
        thread.setDaemon(true);
        return thread;
    }

    /** Lets no more calls in; those inside go on. */
    void stopAccepting() {
        server.shutdown();
    }

    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) server.shutdownNow();
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        threads.shutdown();
    }
}
