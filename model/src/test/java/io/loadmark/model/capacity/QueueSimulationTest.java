package io.loadmark.model.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.capacity.QueueSimulation.Server;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class QueueSimulationTest {
    private static final double ENDLESS = Double.POSITIVE_INFINITY;

    @Test
    void equalSharingOfOneCoreDoublesTheTimeAtHalfLoadWhateverTheSpread() {
        // M/G/1 processor sharing: E[T] = E[S] / (1 − ρ), 10 ms / (1 − 0.5)
        var server = new Server(10_000, 1, ENDLESS, 1);
        assertThat(mean(simulation(u -> 0.010), 50, server)).isCloseTo(0.020, within(0.001));
        assertThat(mean(simulation(u -> -0.010 * Math.log(1 - u)), 50, server)).isCloseTo(0.020, within(0.001));
    }

    @Test
    void oneWorkerServesInTheOrderOfArrival() {
        // M/D/1: E[T] = E[S] (1 + ρ / (2 (1 − ρ))), 10 ms · 1.5
        assertThat(mean(simulation(u -> 0.010), 50, new Server(1, 1, ENDLESS, 1)))
                .isCloseTo(0.015, within(0.001));
    }

    @Test
    void aRequestLargerThanTheBudgetWaitsForTheNextPeriods() {
        // 50 ms at 20 ms a period, 1 ms of it kept: 30 ms are left after the first period, so that it takes 1 to 2 more
        var server = new Server(4, 1, 0.020, 0.1);
        double[] times = simulation(u -> 0.050).responseTimes(0.05, server);
        assertThat(times[0]).isGreaterThan(0.120);
        assertThat(times[times.length - 1]).isLessThan(1.0);
        assertThat(times[times.length / 2]).isBetween(0.150, 0.215);
    }

    @Test
    void aQueueThatGrowsWithoutEndHasNoTimes() {
        assertThat(simulation(u -> 0.010).responseTimes(120, new Server(4, 1, ENDLESS, 1)))
                .isEmpty();
        assertThat(simulation(u -> 0.010).responseTimes(60, new Server(4, 2, 0.04, 0.1)))
                .isEmpty();
    }

    @Test
    void spansLeaveOutTheWaitForAWorker() {
        double[] spans = simulation(u -> 0.010).spanTimes(50, new Server(1, 1, ENDLESS, 1));
        assertThat(spans[0]).isCloseTo(0.010, within(1e-9));
        assertThat(spans[spans.length - 1]).isCloseTo(0.010, within(1e-9));
    }

    private static double mean(QueueSimulation simulation, double rate, Server server) {
        return Arrays.stream(simulation.responseTimes(rate, server)).average().orElseThrow();
    }

    private static QueueSimulation simulation(DoubleUnaryOperator demand) {
        return QueueSimulation.of(demand, u -> 0, 40_000, 7);
    }
}
