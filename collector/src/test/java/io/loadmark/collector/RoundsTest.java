package io.loadmark.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.loadmark.collector.fixture.RecordingSink;
import io.loadmark.collector.fixture.Tree;
import io.loadmark.collector.sampling.Rounds;
import io.loadmark.collector.sampling.SampleSink;
import io.loadmark.collector.sampling.Source;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.schema.CgroupSample;
import io.loadmark.schema.HostSample;
import io.loadmark.schema.InventoryRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundsTest {
    private final RecordingSink sink = new RecordingSink();

    private static CollectorConfig config(String yaml) {
        return Configuration.reference()
                .with("test", "collector: {interval: 1m, deadline: 1m, " + yaml + "}")
                .section("collector", CollectorConfig.class);
    }

    @Test
    void everySourceOfThisMachineIsReadWithoutKafka() throws InterruptedException {
        assumeThat(Path.of("/sys/fs/cgroup")).isNotEmptyDirectory();
        try (var rounds = Collector.rounds("acme", config("host-id: h1"))) {
            assertThat(rounds.read(sink)).isEmpty();
        }
        assertThat(sink.all(HostSample.class)).hasSize(1);
        assertThat(sink.all(CgroupSample.class)).isNotEmpty();
        assertThat(sink.all(InventoryRecord.class)).isNotEmpty();
    }

    @Test
    void aSourceThatCannotBeReadIsNamedAndTheOthersAreThere(@TempDir Path root) throws InterruptedException {
        var tree = new Tree(root).with("procfs.txt");
        try (var rounds = Collector.rounds("acme", config("proc: " + tree.proc() + ", sys: " + tree.sys()))) {
            assertThat(rounds.read(sink)).containsOnlyKeys("cgroup");
        }
        assertThat(sink.all(HostSample.class)).hasSize(1);
    }

    @Test
    void aSourceThatHangsIsLeftOutUntilItComesBack() throws Exception {
        var hanging = new Hanging();
        try (var rounds = new Rounds(List.of(hanging), Duration.ofMillis(50))) {
            assertThat(rounds.read(sink)).containsEntry("hanging", "took longer than collector.deadline");
            assertThat(rounds.read(sink)).containsEntry("hanging", "still reading since an earlier round");
            hanging.release.countDown();
            assertThat(hanging.released.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Can't be interrupted, like a native call. */
    private static final class Hanging implements Source {
        private final CountDownLatch release = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        @Override
        public String name() {
            return "hanging";
        }

        @Override
        public Round read(SampleSink sink) {
            while (release.getCount() > 0)
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            released.countDown();
            return new Round(0, 0, 0);
        }
    }
}
