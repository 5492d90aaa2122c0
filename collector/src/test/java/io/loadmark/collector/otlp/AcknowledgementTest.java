package io.loadmark.collector.otlp;

import static io.loadmark.collector.otlp.Requests.spans;
import static io.loadmark.collector.otlp.Requests.status;
import static io.loadmark.collector.otlp.Rig.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.runtime.config.KafkaConfig;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What senders are told while Kafka takes its time, fails or refuses. */
class AcknowledgementTest {
    private final TimeoutException away = new TimeoutException("no broker");

    @Test
    void nothingIsAcknowledgedBeforeKafkaHasAcknowledgedEveryPiece() throws Exception {
        var kafka = new Waiting();
        try (var rig = new Rig(kafka)) {
            var answer = rig.sendAsync(rig.traces(Requests.of(spans("cart", 1), spans("pay", 1))));
            kafka.awaitSends(2);
            kafka.completeNext();
            assertThat(answer).isNotDone();
            assertThat(rig.metrics.sum("loadmark.otlp.items.acknowledged", "traces"))
                    .isZero();
            kafka.completeNext();
            assertThat(result(answer).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void oneFailedPieceLetsTheWholeRequestComeAgain() throws Exception {
        var kafka = Producers.refusing(record -> Requests.key(record).contains("pay"), away);
        try (var rig = new Rig(kafka)) {
            toRetry(rig.send(rig.traces(Requests.of(spans("cart", 2), spans("pay", 1)))));
            assertThat(rig.metrics.sum("loadmark.otlp.items.received", "traces"))
                    .isEqualTo(3);
            assertThat(rig.metrics.sum("loadmark.otlp.items.refused", "kafka")).isEqualTo(3);
            assertThat(rig.metrics.sum("loadmark.otlp.items.acknowledged", "traces"))
                    .isZero();
        }
    }

    @Test
    void theComponentIsUnhealthyFromAFailureUntilKafkaTakesDataAgain() throws Exception {
        var sends = new AtomicInteger();
        try (var rig = new Rig(Producers.refusing(record -> sends.getAndIncrement() == 0, away))) {
            byte[] request = Requests.of(spans("cart", 1));
            toRetry(rig.send(rig.traces(request)));
            assertThat(rig.health.components())
                    .containsEntry(Intake.COMPONENT, "Kafka does not take otlp_spans: no broker");
            assertThat(rig.send(rig.traces(request)).statusCode()).isEqualTo(200);
            assertThat(rig.health.isHealthy()).isTrue();
        }
    }

    @Test
    void aRecordThatTheTopicRefusesAsTooLargeIsNotSentAgain() throws Exception {
        var kafka = Producers.refusing(record -> true, new RecordTooLargeException("topic"));
        try (var rig = new Rig(kafka)) {
            assertThat(rig.send(rig.traces(Requests.of(spans("cart", 7)))).statusCode())
                    .isEqualTo(200);
            assertThat(rig.metrics.sum("loadmark.otlp.items.rejected", "too-large"))
                    .isEqualTo(7);
            assertThat(rig.health.isHealthy()).isTrue();
        }
    }

    @Test
    void moreRequestsThanMayWaitAreToldToRetry() throws Exception {
        var kafka = new Waiting();
        try (var rig = new Rig(kafka)) {
            var waiting = new ArrayList<CompletableFuture<HttpResponse<byte[]>>>();
            for (int i = 0; i < Rig.CONFIG.maxInFlight(); i++) {
                waiting.add(rig.sendAsync(rig.traces(Requests.of(spans("cart", 1)))));
            }
            kafka.awaitSends(waiting.size());
            toRetry(rig.send(rig.traces(Requests.of(spans("cart", 1)))));
            for (var ignored : waiting) kafka.completeNext();
            for (var answer : waiting) {
                assertThat(result(answer).statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void closingWaitsForWhatKafkaStillHasToAcknowledge() throws Exception {
        var kafka = new Waiting();
        var rig = new Rig(kafka);
        var answer = rig.sendAsync(rig.traces(Requests.of(spans("cart", 1))));
        kafka.awaitSends(1);
        var closing = CompletableFuture.runAsync(rig::close);
        refusesWhatIsNew(rig);
        assertThat(answer).isNotDone();
        kafka.completeNext();
        assertThat(result(answer).statusCode()).isEqualTo(200);
        result(closing);
        assertThat(kafka.closed()).isTrue();
    }

    @Test
    void aBrokerThatIsAwayIsToldToTheSender() throws Exception {
        try (var rig = new Rig(new KafkaConfig("127.0.0.1:1", Map.of()), Duration.ofMillis(300))) {
            toRetry(rig.send(rig.traces(Requests.of(spans("cart", 1)))));
            assertThat(rig.health.isHealthy()).isFalse();
        }
    }

    /** Asks with a request that would be malformed, until it is turned away unread. */
    private static void refusesWhatIsNew(Rig rig) {
        int status = Rig.await("an answer other than that it is malformed")
                .until(() -> rig.send(rig.traces(new byte[] {1})).statusCode(), answer -> answer != 400);
        assertThat(status).isEqualTo(503);
    }

    private static void toRetry(HttpResponse<byte[]> answer) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(status(answer.body())).startsWith("14 ").endsWith("retry");
    }

    /** Acknowledges when told so, and tells when something came. */
    private static final class Waiting extends MockProducer<byte[], byte[]> {
        private final BlockingQueue<ProducerRecord<byte[], byte[]>> sent = new LinkedBlockingQueue<>();

        Waiting() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            var result = super.send(record, callback);
            sent.add(record);
            return result;
        }

        void awaitSends(int count) throws InterruptedException {
            for (int i = 0; i < count; i++) {
                var record = sent.poll(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertThat(record).as("record %d", i).isNotNull();
            }
        }
    }
}
