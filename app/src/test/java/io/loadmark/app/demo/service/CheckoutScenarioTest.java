package io.loadmark.app.demo.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CheckoutScenarioTest {
    @Test
    void everyDrawIsWithinItsRangesAndFastEnoughForTheCheck() {
        LongStream.range(0, 2000).mapToObj(CheckoutScenario::draw).forEach(drawn -> {
            assertThat(drawn.meanMillis()).as("%s", drawn).isBetween(2.0, 8.0);
            assertThat(drawn.cv()).as("%s", drawn).isBetween(0.3, 1.0);
            assertThat(drawn.workers()).as("%s", drawn).isBetween(4, 16);
            assertThat(drawn.quotaCores()).as("%s", drawn).isBetween(0.30, 0.60);
            assertThat(drawn.quotaCores() * 20)
                    .as("steps of 0.05: %s", drawn)
                    .isCloseTo(Math.rint(drawn.quotaCores() * 20), within(1e-9));
            assertThat(drawn.saturationQps()).as("%s", drawn).isGreaterThanOrEqualTo(100);
        });
    }

    @Test
    void theSameSeedDrawsTheSameScenarioAndAnotherSeedAnother() {
        assertThat(CheckoutScenario.draw(7)).isEqualTo(CheckoutScenario.draw(7));
        assertThat(LongStream.range(0, 50)
                        .mapToObj(CheckoutScenario::draw)
                        .map(CheckoutScenario::meanMillis)
                        .distinct())
                .hasSizeGreaterThan(40);
    }

    @Test
    void saturationIsTheQuotaOverTheDemandAndItsOverhead() {
        // 0.45 cores = 450 ms of CPU a second; 4 ms + 0.5 ms a request
        assertThat(scenario(4, 0.45).saturationQps()).isCloseTo(100, within(1e-9));
    }

    @Test
    void theSlaIsTheSmallestUsualFigureOfAtLeastTheMultiple() {
        assertThat(scenario(4, 0.45).sla(25)).isEqualTo(Duration.ofMillis(100));
        assertThat(scenario(4.01, 0.45).sla(25)).isEqualTo(Duration.ofMillis(120));
        assertThat(scenario(2, 0.45).sla(10)).isEqualTo(Duration.ofMillis(20));
        assertThat(scenario(8, 0.45).sla(100)).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void theCommandLineCarriesAScenario() {
        var drawn = CheckoutScenario.draw(3);
        assertThat(CheckoutScenario.parse(drawn.arguments().toArray(String[]::new)))
                .isEqualTo(drawn);
    }

    @Test
    void whatIsMissingOrOutOfRangeIsRefused() {
        assertThatThrownBy(() -> CheckoutScenario.parse("seed=1")).hasMessageContaining("missing argument");
        assertThatThrownBy(() -> scenario(-1, 0.45)).hasMessage("mean out of range: -1.0");
        assertThatThrownBy(() -> scenario(4, 0)).hasMessage("quota out of range: 0.0");
    }

    private static CheckoutScenario scenario(double meanMillis, double quota) {
        return new CheckoutScenario(1, meanMillis, 0.7, 4, quota);
    }
}
