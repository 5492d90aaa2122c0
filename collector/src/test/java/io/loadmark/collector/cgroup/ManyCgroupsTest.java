package io.loadmark.collector.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.loadmark.collector.CollectorConfig;
import io.loadmark.collector.fixture.FakeClock;
import io.loadmark.collector.fixture.Hosts;
import io.loadmark.collector.fixture.LiveObjects;
import io.loadmark.collector.fixture.Tree;
import io.loadmark.collector.sampling.Source.Round;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.schema.CgroupSample;
import io.loadmark.schema.EntityState;
import io.loadmark.schema.InventoryRecord;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two thousand groups, as many as are sampled by default, and thousands that come and go. */
class ManyCgroupsTest {
    private static final int SLICES = 20;
    /** With the slice itself. */
    private static final int OF_A_SLICE = 100;

    private static final int ALL = SLICES * OF_A_SLICE;
    private static final int ROUNDS = 2;
    private static final int RENEWED = 4;
    private static final int GENERATIONS = 3;

    private final Tree tree;
    private final Path template;
    private final FakeClock clock = new FakeClock(Hosts.NOW_MICROS);
    private final CgroupSource source;
    private final Set<String> sampled = new HashSet<>();
    private final Set<String> gone = new HashSet<>();

    ManyCgroupsTest(@TempDir Path root) {
        tree = new Tree(root).with("cgroup-v2.txt");
        template = tree.sys().resolve("fs/cgroup/limited");
        var config = Configuration.reference()
                .with("test", "collector: {cgroup: {include: '\\.slice'}}")
                .section("collector", CollectorConfig.class)
                .cgroup();
        source = new CgroupSource(config, tree.proc(), tree.sys(), Hosts.HOST, clock);
    }

    @BeforeEach
    void start() throws IOException {
        for (int slice = 0; slice < SLICES; slice++) {
            make("s" + slice + ".slice");
            for (int i = 1; i < OF_A_SLICE; i++) make("s" + slice + ".slice/g" + i + ".scope");
        }
    }

    private void make(String group) throws IOException {
        var directory = Files.createDirectories(tree.sys().resolve("fs/cgroup").resolve(group));
        try (var files = Files.newDirectoryStream(template)) {
            for (Path file : files) Files.createLink(directory.resolve(file.getFileName()), file);
        }
    }

    private Round round() throws IOException {
        sampled.clear();
        clock.advance(Duration.ofSeconds(1));
        return source.read((topic, key, value) -> {
            if (value instanceof CgroupSample sample) sampled.add(sample.getPath());
            else if (value instanceof InventoryRecord entry && entry.getState() == EntityState.GONE) {
                gone.add(entry.getEntityId());
            }
        });
    }

    @Test
    void allAreSampledAndThoseBeyondTheLimitCounted() throws IOException {
        assertThat(round()).isEqualTo(new Round(ALL, 0, 0));
        assertThat(sampled).hasSize(ALL);
        var first = Set.copyOf(sampled);

        for (int i = 0; i < 150; i++) make("s0.slice/more" + i + ".scope");
        assertThat(round()).isEqualTo(new Round(ALL, 0, 150));
        assertThat(sampled).isEqualTo(first);

        for (int i = 1; i < OF_A_SLICE; i++) tree.remove("sys/fs/cgroup/s7.slice/g" + i + ".scope");
        round();
        assertThat(round()).as("others have moved up").isEqualTo(new Round(ALL, 0, 150 - (OF_A_SLICE - 1)));
        assertThat(gone).hasSize(OF_A_SLICE - 1).allMatch(path -> path.startsWith("/s7.slice/"));
    }

    @Test
    void whatARoundAllocatesDoesNotGrow() throws IOException {
        for (int i = 0; i < ROUNDS; i++) round(); // all are known, all classes loaded
        long early = allocatedIn(ROUNDS);
        long late = allocatedIn(ROUNDS);

        assertThat(late).isLessThan(early + early / 10);
    }

    @Test
    void thoseThatAreGoneLeaveNothingBehind() throws IOException {
        round();
        renew(0);
        long files = openFiles();
        long objects = LiveObjects.count();
        assertThat(objects).isGreaterThan(ALL);
        for (int generation = 1; generation < GENERATIONS; generation++) renew(generation);

        int ended = GENERATIONS * RENEWED * (OF_A_SLICE - 1);
        assertThat(gone).hasSize(ended);
        assertThat(sampled).hasSize(ALL);
        assertThat(LiveObjects.count()).isLessThan(objects + ended / 3);
        assertThat(openFiles()).isLessThan(files + ended / 3);
    }

    /** In some slices every group makes way for one of a name that has not been there. */
    private void renew(int generation) throws IOException {
        for (int slice = 0; slice < RENEWED; slice++) {
            for (int i = 1; i < OF_A_SLICE; i++) {
                String scope = "s" + slice + ".slice/g" + i;
                tree.remove("sys/fs/cgroup/" + scope + (generation == 0 ? "" : "-" + generation) + ".scope");
                make(scope + "-" + (generation + 1) + ".scope");
            }
        }
        round();
        round(); // those that had to wait for a place
    }

    private long allocatedIn(int rounds) throws IOException {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < rounds; i++) round();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static long openFiles() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }
}
