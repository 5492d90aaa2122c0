package io.loadmark.model.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.capacity.QueueSimulation.Server;
import org.junit.jupiter.api.Test;

class SiblingsTest {
    private static final double ENDLESS = Double.POSITIVE_INFINITY;

    /** Two cores of two threads each; both threads of a core do 1.3 times what one does. */
    private static final Siblings MACHINE = new Siblings(4, 2, 0.3, 0);

    @Test
    void threadsAreSlowedOnceThereAreMoreOfThemThanCores() {
        assertThat(MACHINE.speed(1)).isEqualTo(1);
        assertThat(MACHINE.speed(2)).isEqualTo(1);
        assertThat(MACHINE.speed(3)).isCloseTo(2.3 / 3, within(1e-12));
        assertThat(MACHINE.speed(4)).isCloseTo(2.6 / 4, within(1e-12));
        assertThat(MACHINE.speed(9)).as("more than all can't be busy").isEqualTo(MACHINE.speed(4));
    }

    @Test
    void threadsOfOthersSlowAsMuchAsOnesOwn() {
        assertThat(new Siblings(4, 2, 0.3, 2).speed(2)).isEqualTo(MACHINE.speed(4));
    }

    @Test
    void whereEachThreadIsACoreNothingIsSlowed() {
        assertThat(Siblings.NONE.speed(100)).isEqualTo(1);
    }

    @Test
    void theSharedTimeIsThatOfTasksThatComeAtRandom() {
        // With work of 1 a second, 0 to 4 and more are there in proportion to 1, 1, 1/2, 0.2174, 0.1359; in sum 2.8533.
        double onThreads = 1 + 2 * 0.5 + 3 * 0.2174 + 4 * 0.1359;
        assertThat(MACHINE.sharedTime(onThreads / 2.8533)).isCloseTo((0.2174 + 2 * 0.1359) / onThreads, within(1e-3));
        assertThat(MACHINE.sharedTime(0)).isZero();
        assertThat(MACHINE.sharedTime(0.01)).isLessThan(1e-4);
        assertThat(MACHINE.sharedTime(50)).isCloseTo(0.5, within(1e-3));
        assertThat(Siblings.NONE.sharedTime(50)).isZero();
    }

    @Test
    void aMachineIsUsedUpByWorkNotByThreadTime() {
        var requests = QueueSimulation.of(u -> 0.010, u -> 0, 20_000, 1);
        var server = new Server(64, 4, ENDLESS, 1, MACHINE);
        assertThat(requests.responseTimes(250, server)).isNotEmpty();
        assertThat(requests.responseTimes(370, server)).isEmpty();
        assertThat(requests.responseTimes(370, new Server(64, 4, ENDLESS, 1))).isNotEmpty();
    }

    @Test
    void aQuotaIsUsedUpByThreadTime() {
        var requests = QueueSimulation.of(u -> 0.010, u -> 0, 60_000, 1);
        assertThat(requests.responseTimes(75, new Server(64, 4, 0.1, 0.1))).isNotEmpty();
        // After each standstill four run at once, and 10 ms of work take 15 ms of the quota.
        assertThat(requests.responseTimes(75, new Server(64, 4, 0.1, 0.1, MACHINE)))
                .isEmpty();
        assertThat(requests.responseTimes(60, new Server(64, 4, 0.1, 0.1, MACHINE)))
                .isNotEmpty();
    }
}
