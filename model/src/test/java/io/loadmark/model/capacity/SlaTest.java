package io.loadmark.model.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlaTest {
    @Test
    void anSlaIsReadFromItsText() {
        assertThat(Sla.parse("p99<=200ms")).isEqualTo(new Sla(0.99, Duration.ofMillis(200)));
        assertThat(Sla.parse(" p99.9 <= 1.5s ")).isEqualTo(new Sla(0.999, Duration.ofMillis(1500)));
        assertThat(Sla.parse("p50<=750us")).isEqualTo(new Sla(0.5, Duration.ofNanos(750_000)));
    }

    @Test
    void aRatioOfErrorsMayBePromisedBeside() {
        assertThat(Sla.parse("p99<=200ms,errors<=0.5%")).isEqualTo(new Sla(0.99, Duration.ofMillis(200), 0.005));
        assertThat(Sla.parse("p99 <= 200ms , errors <= 0 %")).isEqualTo(new Sla(0.99, Duration.ofMillis(200), 0.0));
    }

    @Test
    void itsTextReadsBack() {
        assertThat(Sla.parse("p99<=200ms,errors<=0.25%")).hasToString("p99<=200ms,errors<=0.25%");
        assertThat(Sla.parse("p99.9<=1.5s")).hasToString("p99.9<=1500ms");
        assertThat(Sla.parse(Sla.parse("p95<=20ms").toString())).isEqualTo(Sla.parse("p95<=20ms"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "p99",
                "99<=200ms",
                "p99<200ms",
                "p99>=200ms",
                "p99<=200",
                "p99<=-1ms",
                "p99<=200 min",
                "errors<=1%",
                "p99<=200ms,errors<=1",
                "p99<=200ms errors<=1%"
            })
    void anythingElseIsRefusedWithTheExpectedShape(String text) {
        assertThatThrownBy(() -> Sla.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("p99<=200ms")
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"p0<=200ms", "p99<=0ms", "p99<=4000s"})
    void aFigureOutOfRangeIsRefused(String text) {
        assertThatThrownBy(() -> Sla.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
