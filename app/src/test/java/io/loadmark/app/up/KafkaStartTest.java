package io.loadmark.app.up;

import static io.loadmark.app.Waiting.PATIENCE;
import static io.loadmark.app.Waiting.await;
import static io.loadmark.app.Waiting.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.app.embedded.DataDirectory;
import io.loadmark.app.embedded.EmbeddedKafka;
import io.loadmark.runtime.config.ConfigException;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.runtime.config.TopicsConfig;
import io.loadmark.runtime.health.Health;
import io.loadmark.runtime.topics.KafkaStart;
import io.loadmark.runtime.topics.NoAnswerException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaStartTest {
    private static final TopicsConfig TOPICS = Configuration.reference().section("topics", TopicsConfig.class);

    private final Health health = new Health();

    @Test
    void aBrokerThatStartsLaterIsWaitedFor(@TempDir Path directory) throws Exception {
        try (var data = DataDirectory.open(directory)) {
            String servers;
            try (var broker = EmbeddedKafka.start(data, 0, fault -> {})) {
                servers = broker.bootstrapServers();
            }
            var prepared = CompletableFuture.runAsync(
                    () -> KafkaStart.prepare(new KafkaConfig(servers, Map.of()), TOPICS, health, PATIENCE));
            await("that it waits").untilAsserted(() -> assertThat(health.components())
                    .containsEntry(
                            KafkaStart.COMPONENT,
                            "waits for Kafka at " + servers + " (kafka.bootstrap-servers): Connection refused"));
            int port = Integer.parseInt(servers.substring(servers.indexOf(':') + 1));
            try (var broker = EmbeddedKafka.start(data, port, fault -> {})) {
                result(prepared);
                assertThat(broker.bootstrapServers()).isEqualTo(servers);
                assertThat(health.isHealthy()).isTrue();
            }
        }
    }

    @Test
    void whereNobodyAnswersItEndsInOneLine() {
        var nobody = new KafkaConfig("127.0.0.1:1,no-such-host.invalid:9092", Map.of());
        assertThatThrownBy(() -> KafkaStart.prepare(nobody, TOPICS, health, Duration.ofSeconds(1)))
                .isInstanceOf(NoAnswerException.class)
                .hasMessage("no answer from Kafka at 127.0.0.1:1,no-such-host.invalid:9092 (kafka.bootstrap-servers)"
                        + " for 1s: Connection refused, the host is unknown");
        assertThat(health.isHealthy()).isFalse();
    }

    @Test
    void anAddressThatIsNoneIsNotWaitedFor() {
        var nonsense = new KafkaConfig("nonsense", Map.of());
        assertThatThrownBy(() -> KafkaStart.prepare(nonsense, TOPICS, health, PATIENCE))
                .isInstanceOf(ConfigException.class)
                .isNotInstanceOf(NoAnswerException.class)
                .hasMessageStartingWith("topics can't be prepared on Kafka at nonsense");
        assertThat(health.isHealthy()).isTrue();
    }
}
