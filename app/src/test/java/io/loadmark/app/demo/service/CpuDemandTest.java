package io.loadmark.app.demo.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CpuDemandTest {
    private static final CheckoutScenario SCENARIO = new CheckoutScenario(11, 4, 0.7, 4, 0.45);

    @Test
    void demandsHaveTheGivenMeanAndVariation() {
        var demands = demands(100_000);
        double mean = LongStream.of(demands).average().orElseThrow();
        double variance = LongStream.of(demands)
                .mapToDouble(d -> (d - mean) * (d - mean))
                .average()
                .orElseThrow();

        // standard error of the mean: 0.7 · 4 ms / √100000 = 0.009 ms; bounds are five of them
        assertThat(mean).isCloseTo(4e6, within(0.045e6));
        assertThat(Math.sqrt(variance) / mean).isCloseTo(0.7, within(0.03));
    }

    @Test
    void theSameSeedDemandsTheSame() {
        assertThat(demands(100)).isEqualTo(demands(100)).doesNotHaveDuplicates();
    }

    @Test
    void withoutVariationEveryRequestDemandsTheMean() {
        var constant = new CpuDemand(new CheckoutScenario(1, 4, 0, 4, 0.45));
        assertThat(LongStream.generate(constant).limit(3)).containsOnly(4_000_000L);
    }

    @Test
    void burningUsesTheCpuTimeOfItsOwnThread() {
        var threads = ManagementFactory.getThreadMXBean();
        var burner = new CpuBurner();
        burner.burn(20_000_000); // the first call is interpreted

        long least = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long before = threads.getCurrentThreadCpuTime();
            burner.burn(10_000_000);
            least = Math.min(least, threads.getCurrentThreadCpuTime() - before);
        }

        // Never less; more by one round of the loop, which is microseconds, or by a tick where the clock is a counter
        // of
        // ticks. What a hypervisor steals may be counted too, but hardly every time.
        assertThat(least).isBetween(10_000_000L, 20_000_000L);
    }

    private static long[] demands(int count) {
        return LongStream.generate(new CpuDemand(SCENARIO)).limit(count).toArray();
    }
}
