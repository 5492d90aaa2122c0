package io.loadmark.app.demo.load;

import static io.loadmark.app.Waiting.PATIENCE;
import static io.loadmark.app.Waiting.await;
import static io.loadmark.app.Waiting.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.app.demo.service.ChildJvm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LoadProcessTest {
    @Test
    void stepsAnswerInTurnAndSecondsAreReportedWhileTheyRun() throws Exception {
        var seconds = new LinkedBlockingQueue<SecondReport>();
        try (var server = StubServer.answering(200);
                var load = LoadProcess.start(server.uri(), 7, seconds::add)) {
            var first = load.step("first", 100, Duration.ofSeconds(1));
            var second = load.step("second", 50, 100);

            // All of them, unless this machine is too slow: then a step is reported soon after its end without the
            // rest.
            assertThat(result(first).sent()).isBetween(1, 100);
            assertThat(result(second).completed()).isBetween(1, 100);
            assertThat(second.join().startMicros()).isEqualTo(first.join().endMicros());
            assertThat(seconds).isNotEmpty();
            assertThat(seconds.stream().mapToInt(SecondReport::sent).sum()).isBetween(1, 200);
            assertThatThrownBy(() -> load.step("first", 1, 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void closingCutsTheRunningStepAndFailsThoseBehindIt() throws Exception {
        try (var server = StubServer.answering(200)) {
            var load = LoadProcess.start(server.uri(), 7, second -> {});
            var running = load.step("running", 100, Duration.ofMinutes(30));
            var waiting = load.step("waiting", 100, Duration.ofMinutes(30));
            await("requests flow").until(() -> server.arrived.get() > 10);
            load.close(PATIENCE);
            assertThat(running).isCompleted();
            assertThat(running.join().cut()).isTrue();
            assertThat(running.join().sent()).isGreaterThan(10);
            assertThat(waiting).isCompletedExceptionally();
        }
    }

    @Test
    void theGeneratorEndsWhenItsParentLetsGoOfItsInput() throws Exception {
        var exit = new CompletableFuture<Integer>();
        var child = ChildJvm.start(
                LoadMain.class,
                List.of(),
                List.of("http://127.0.0.1:1/checkout", "1"),
                UnaryOperator.identity(),
                Map.of(),
                line -> {});
        child.whenEnded(exit::complete);
        child.close(PATIENCE);
        assertThat(result(exit)).isZero(); // 143 if it had taken a SIGTERM
    }

    @Test
    void aGeneratorThatDiesFailsItsSteps() throws Exception {
        try (var server = StubServer.answering(200);
                var load = LoadProcess.start(server.uri(), 7, second -> {})) {
            var step = load.step("running", 10, Duration.ofMinutes(10));
            ProcessHandle.of(load.pid()).orElseThrow().destroyForcibly();
            assertThatThrownBy(() -> result(step)).hasMessageContaining("ended with 137");
        }
    }
}
