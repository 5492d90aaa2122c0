package io.loadmark.app.demo.load;

import static io.loadmark.app.Waiting.PATIENCE;
import static io.loadmark.app.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Over real sockets. Nothing here asserts how fast the machine is. */
class OpenLoopTest {
    private final SecondRecord second = new SecondRecord();
    private final List<Record> facts = new ArrayList<>();

    @Test
    void aStalledServerIsSentEveryRequestInItsTimeAndItsStallIsInEveryLatency() throws Exception {
        try (var server = StubServer.stalled()) {
            var loop = loop(server.uri(), 2); // fewer connections than requests: the rest waits in line
            var step = new StepCommand("stalled", 200, 40);
            loop.add(step);
            var runner = started(loop);
            await("all sent although none was answered")
                    .until(() -> record(loop).endNanos() < System.nanoTime());
            await("both connections wait").until(() -> server.arrived.get() == 2);
            var record = record(loop);
            long letGo = System.nanoTime();
            server.letGo();
            await("all answered").until(record::isComplete);

            var result = record.close(System.nanoTime(), Clocks.now());

            assertThat(result.completed()).isEqualTo(40);
            // Nobody was answered before the stall ended, so each latency is at least the stall's end minus its due
            // time.
            assertThat(micros(result.maxMicros())).isGreaterThanOrEqualTo((letGo - record.dueNanos(0)) / 1000);
            assertThat(micros(result.p50Micros())).isGreaterThanOrEqualTo((letGo - record.dueNanos(20)) / 1000);
            loop.stop(runner);
        }
    }

    @Test
    void aStepStartsWhereTheOneBeforeItEndedAndSendsExactlyItsRequests() throws Exception {
        try (var server = StubServer.answering(200)) {
            var loop = loop(server.uri(), 16);
            for (int i = 0; i < 3; i++) loop.add(new StepCommand("s" + i, 100, 10 + i));
            var runner = started(loop);
            var results = results(loop, 3);

            assertThat(results).extracting(StepResult::sent).containsExactly(10, 11, 12);
            assertThat(results).extracting(StepResult::completed).containsExactly(10, 11, 12);
            assertThat(results.get(1).startMicros()).isEqualTo(results.get(0).endMicros());
            assertThat(results.get(2).startMicros()).isEqualTo(results.get(1).endMicros());
            assertThat(server.arrived).hasValue(33);
            loop.stop(runner);
        }
    }

    @Test
    void refusalsAndBrokenConnectionsAreCountedApart() throws Exception {
        URI gone;
        try (var server = StubServer.answering(503)) {
            gone = server.uri();
            assertThat(one(server.uri()).refused()).isEqualTo(20);
        }
        try (var server = StubServer.answering(500)) {
            assertThat(one(server.uri()).failed()).isEqualTo(20);
        }
        assertThat(one(gone).failed()).isEqualTo(20);
    }

    private StepResult one(URI target) throws InterruptedException {
        facts.clear();
        var loop = loop(target, 4);
        loop.add(new StepCommand("one", 1000, 20));
        var runner = started(loop);
        var result = results(loop, 1).get(0);
        loop.stop(runner);
        runner.join();
        return result;
    }

    private OpenLoop loop(URI target, int connections) {
        return new OpenLoop(new Connections(target, connections, second), 42);
    }

    private static Thread started(OpenLoop loop) {
        var runner = new Thread(loop);
        runner.start();
        await("the step begins").until(() -> !loop.records().isEmpty());
        return runner;
    }

    private static StepRecord record(OpenLoop loop) {
        return loop.records().element();
    }

    private List<StepResult> results(OpenLoop loop, int count) {
        var report = new LoadReport(loop, second, Clocks.now(), System::nanoTime, PATIENCE, facts::add);
        await("results").until(() -> {
            report.run();
            return steps().size() == count;
        });
        return steps();
    }

    private List<StepResult> steps() {
        return facts.stream()
                .filter(StepResult.class::isInstance)
                .map(StepResult.class::cast)
                .toList();
    }

    private static long micros(@Nullable Long micros) {
        return Objects.requireNonNull(micros, "a percentile");
    }
}
