package io.loadmark.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final Health health = new Health();

    @Test
    void aProcessIsHealthyWhileEachOfItsComponentsIs() {
        assertThat(health.isHealthy()).isTrue();
        health.up("kafka");
        health.down("clickhouse", "no answer");
        assertThat(health.isHealthy()).isFalse();
        assertThat(health.components()).isEqualTo(Map.of("clickhouse", "no answer", "kafka", "ok"));

        health.up("clickhouse");
        assertThat(health.isHealthy()).isTrue();
        assertThat(health.components()).containsExactly(Map.entry("clickhouse", "ok"), Map.entry("kafka", "ok"));
    }

    @Test
    void aComponentThatIsDownIsDownWhateverItsReasonSays() {
        health.down("sink", "ok");
        assertThat(health.isHealthy()).isFalse();
        health.down("sink", null);
        assertThat(health.components()).containsEntry("sink", "down for no known reason");
    }

    @Test
    void aReasonIsShownInOneLine() {
        health.down("sink", " first\r\n\tsecond\n\nthird ");
        assertThat(health.components()).containsEntry("sink", "first second third");
    }
}
