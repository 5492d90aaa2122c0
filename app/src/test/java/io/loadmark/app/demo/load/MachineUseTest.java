package io.loadmark.app.demo.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On two CPUs of 100 ticks a second each. */
class MachineUseTest {
    @Test
    void ticksAreReadFromProcStat(@TempDir Path proc) throws IOException {
        Files.writeString(proc.resolve("stat"), """
                cpu  100 1 20 1000 50 2 3 40 60 0
                cpu0 50 1 10 500 25 1 2 20 30 0
                cpu1 50 0 10 500 25 1 1 20 30 0
                intr 1
                """);
        assertThat(MachineSample.read(proc, 7, OptionalLong.of(9)))
                .isEqualTo(new MachineSample(7, 2, 126, 40, 1216, OptionalLong.of(9)));
    }

    @Test
    void withoutCpusThereIsNoSample(@TempDir Path proc) throws IOException {
        Files.writeString(proc.resolve("stat"), "intr 1\n");
        assertThatThrownBy(() -> MachineSample.read(proc, 7, OptionalLong.empty()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatTheServiceDidNotUseIsUsedOutside() {
        // 10 s: 2,000 ticks, 1,000 of them busy = 1 core; the service used 4 s of CPU time = 0.4 cores
        var use = MachineUse.over(List.of(sample(0, 0, 0, 0), sample(10, 1000, 0, 4)))
                .orElseThrow();

        assertThat(use.busyCores()).isCloseTo(1.0, within(1e-9));
        assertThat(use.outsideCores()).isCloseTo(0.6, within(1e-9));
        assertThat(use.disturbed()).isFalse();
    }

    @Test
    void aStepIsDisturbedOnceTheMachineWasUsedUpForMoreThanAFifthOfIt() {
        var fifth = List.of(sample(0, 0, 0, 0), sample(2, 400, 0, 0), sample(10, 500, 0, 0));
        var more = List.of(sample(0, 0, 0, 0), sample(2, 400, 0, 0), sample(9, 500, 0, 0));

        assertThat(MachineUse.over(fifth).orElseThrow().saturatedShare()).isCloseTo(0.2, within(1e-9));
        assertThat(MachineUse.over(fifth).orElseThrow().disturbed()).isFalse();
        assertThat(MachineUse.over(more).orElseThrow().disturbed()).isTrue();
    }

    @Test
    void timeStolenByTheHypervisorDisturbsToo() {
        // 10 s: 300 of 2,000 ticks stolen = 15 %
        assertThat(MachineUse.over(List.of(sample(0, 0, 0, 0), sample(10, 500, 300, 0)))
                        .orElseThrow()
                        .disturbed())
                .isTrue();
    }

    @Test
    void anEndedServiceLeavesWhatRanOutsideUnknown() {
        var gone = new MachineSample(10_000_000, 2, 1000, 0, 2000, OptionalLong.empty());
        assertThat(MachineUse.over(List.of(sample(0, 0, 0, 0), gone))
                        .orElseThrow()
                        .outsideCores())
                .isNull();
    }

    @Test
    void oneSampleTellsNothing() {
        assertThat(MachineUse.over(List.of(sample(0, 0, 0, 0)))).isEmpty();
    }

    private static MachineSample sample(int second, long busy, long stolen, int serviceSeconds) {
        return new MachineSample(
                second * 1_000_000L, 2, busy, stolen, second * 200L, OptionalLong.of(serviceSeconds * 1_000_000_000L));
    }
}
