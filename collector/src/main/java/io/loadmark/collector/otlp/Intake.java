package io.loadmark.collector.otlp;

import io.loadmark.otlp.MalformedOtlpException;
import io.loadmark.otlp.OtlpSplitter.Split;
import io.loadmark.runtime.health.Health;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests in: reads them, cuts them, writes them to Kafka and says what became of them. While Kafka does not
 * take them, the component {@value #COMPONENT} is unhealthy and senders are told to retry: the data wait with them.
 */
final class Intake {
    static final String COMPONENT = "otlp-receiver";
    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    private final OtlpConfig config;
    private final KafkaWriter writer;
    private final InFlight inFlight;
    private final ReceiverCounters counters;
    private final Health health;
    private final AtomicBoolean failing = new AtomicBoolean();

    Intake(OtlpConfig config, KafkaWriter writer, InFlight inFlight, ReceiverCounters counters, Health health) {
        this.config = config;
        this.writer = writer;
        this.inFlight = inFlight;
        this.counters = counters;
        this.health = health;
    }

    /** Never fails: every failure is an answer. */
    CompletableFuture<Answer> take(Signal signal, byte[] request) {
        Split split;
        try {
            split = signal.split(request, config.maxRecordSize().asInt() - KafkaWriter.RECORD_OVERHEAD);
        } catch (MalformedOtlpException e) {
            return CompletableFuture.completedFuture(Answer.refused(Verdict.MALFORMED, e.getMessage()));
        }
        counters.received(signal, split.items());
        if (!inFlight.tryReserve(request.length)) {
            counters.refused(signal, split.items(), "busy");
            return CompletableFuture.completedFuture(Answer.busy("bytes"));
        }
        return writer.write(signal, split.pieces())
                .whenComplete((tooLarge, failure) -> inFlight.release(request.length))
                .handle((tooLarge, failure) ->
                        failure == null ? written(signal, split, tooLarge) : failed(signal, split, failure));
    }

    private Answer written(Signal signal, Split split, int tooLarge) {
        if (!split.pieces().isEmpty()) kafkaAnswered();
        int rejected = split.rejected() + tooLarge;
        counters.acknowledged(signal, split.items() - rejected);
        counters.rejected(signal, rejected);
        if (rejected == 0) return Answer.ACCEPTED;
        var why = signal.items() + " are larger than a record may be (otlp.max-record-size " + config.maxRecordSize()
                + ", max.message.bytes of topic " + signal.topic().topicName() + ")";
        return new Answer(Verdict.ACCEPTED, rejected, why);
    }

    private void kafkaAnswered() {
        if (failing.getAndSet(false)) log.info("Kafka takes OTLP again");
        health.up(COMPONENT);
    }

    private Answer failed(Signal signal, Split split, Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        var reason = "Kafka does not take " + signal.topic().topicName() + ": " + firstLine(cause.getMessage());
        health.down(COMPONENT, reason);
        if (!failing.getAndSet(true)) log.warn("{}; senders are told to retry", reason, cause);
        counters.refused(signal, split.items(), "kafka");
        return Answer.refused(Verdict.UNAVAILABLE, "Kafka does not take the request; retry");
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("");
    }
}
