package io.loadmark.app.demo.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepCommandTest {
    @Test
    void aStepIsGivenByItsLengthOrByItsRequests() {
        assertThat(StepCommand.parse("step ramp-1 50.5 10s")).isEqualTo(new StepCommand("ramp-1", 50.5, 505));
        assertThat(StepCommand.parse("step check 200 1000r").lengthNanos()).isEqualTo(5_000_000_000L);
    }

    @Test
    void aLineCarriesAStep() {
        var step = StepCommand.of("warm.up", 33.25, Duration.ofMillis(1500));
        assertThat(StepCommand.parse(step.line())).isEqualTo(step);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "step",
                "step a b 10s",
                "step a 10 10",
                "step a/b 10 10s",
                "step a 0 10s",
                "step a 99999 1s",
                "step a 1 0r",
                "step a 1 9999999r",
                "step a 10 10s; rm"
            })
    void whatIsNoStepOrOutOfRangeIsRefused(String line) {
        assertThatThrownBy(() -> StepCommand.parse(line)).isInstanceOf(IllegalArgumentException.class);
    }
}
