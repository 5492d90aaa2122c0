package io.loadmark.collector.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.loadmark.collector.fixture.FakeClock;
import io.loadmark.collector.fixture.Hosts;
import io.loadmark.collector.fixture.Tree;
import io.loadmark.collector.sampling.SampleSink;
import io.loadmark.collector.sampling.Source;
import io.loadmark.schema.CgroupSample;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two thousand containers that come and go, each with the files of a real one. */
class ManyCgroupsTest {
    private static final int GROUPS = 2000;
    private static final int CAPTURED = 2; // the root and the group that the others are copies of
    private static final int WARM_UP = 4;
    private static final int ROUNDS = 6;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Tree tree;
    private final AtomicInteger samples = new AtomicInteger();
    private final AtomicInteger missing = new AtomicInteger();
    private final SampleSink sink = (topic, key, value) -> {
        if (!(value instanceof CgroupSample sample)) return;
        samples.incrementAndGet();
        missing.addAndGet(sample.getMissing().size());
    };

    ManyCgroupsTest(@TempDir Path root) {
        tree = new Tree(root).with("cgroup-v2.txt").write("sys/fs/cgroup/kubepods.slice/cgroup.threads", "");
    }

    private Path group(int number) {
        return tree.sys().resolve("fs/cgroup/kubepods.slice/cri-containerd-%064x.scope".formatted(number));
    }

    private void make(int number) throws IOException {
        var directory = Files.createDirectories(group(number));
        try (var files = Files.list(tree.sys().resolve("fs/cgroup/limited"))) {
            for (Path file : files.toList()) Files.copy(file, directory.resolve(file.getFileName()));
        }
    }

    private Source source(int limit) {
        var config = new CgroupConfig(true, ".*", "^/kubepods.slice$", limit);
        return new CgroupSource(config, tree.proc(), tree.sys(), Hosts.HOST, new FakeClock(Hosts.NOW_MICROS));
    }

    @Test
    void allAreReadInEveryRoundWhateverComesAndGoesAndARoundTakesNoMoreMemoryThanTheOneBefore() throws IOException {
        for (int i = 0; i < GROUPS; i++) make(i);
        var source = source(10 * GROUPS);
        for (int round = 0; round < WARM_UP; round++) source.read(sink);
        var perRound = new long[ROUNDS];
        long cpuNanos = 0;
        for (int round = 0; round < ROUNDS; round++) {
            tree.remove(tree.root().relativize(group(round)).toString());
            make(GROUPS + round);
            samples.set(0);
            long before = threads.getCurrentThreadAllocatedBytes();
            long cpu = threads.getCurrentThreadCpuTime();
            assertThat(source.read(sink)).isEqualTo(new Source.Round(GROUPS + CAPTURED, 0, 0));
            perRound[round] = threads.getCurrentThreadAllocatedBytes() - before;
            cpuNanos = threads.getCurrentThreadCpuTime() - cpu;
            assertThat(samples).hasValue(GROUPS + CAPTURED);
            assertThat(missing).hasValue(0);
        }
        assertThat(perRound[ROUNDS - 1]).isLessThan(perRound[0] * 11 / 10);
        System.out.printf(
                "%d groups: %d KiB and %d ms of CPU in the last round%n",
                GROUPS, perRound[ROUNDS - 1] >> 10, cpuNanos / 1_000_000);
    }

    @Test
    void beyondTheLimitTheRestIsCounted() throws IOException {
        for (int i = 0; i < GROUPS / 10; i++) make(i);
        var source = source(GROUPS / 20);
        for (int round = 0; round < 3; round++) {
            assertThat(source.read(sink))
                    .isEqualTo(new Source.Round(GROUPS / 20, 0, GROUPS / 10 + CAPTURED - GROUPS / 20));
        }
    }
}
