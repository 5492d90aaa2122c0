package io.loadmark.collector.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.collector.fixture.FakeClock;
import io.loadmark.collector.fixture.Hosts;
import io.loadmark.collector.fixture.RecordingSink;
import io.loadmark.collector.fixture.Tree;
import io.loadmark.schema.HostInventory;
import io.loadmark.schema.HostSample;
import io.loadmark.schema.InventoryRecord;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostSourceTest {
    private final Path root;

    HostSourceTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void theHostIsPublishedEachRoundAndItsInventoryWhenItChanges() {
        var tree = new Tree(root).with("procfs.txt").write("proc/cpuinfo", CPUINFO);
        tree.write("proc/sys/kernel/osrelease", "6.1.0-amd64\n");
        var sink = new RecordingSink();
        var source = new HostSource(tree.proc(), tree.sys(), Hosts.HOST, new FakeClock(Hosts.NOW_MICROS));

        source.read(sink);
        source.read(sink);
        tree.write("proc/stat", "cpu 1 1 1 1 1 1 1 1 1 0\ncpu0 1 1 1 1 1 1 1 1 1 0\n");
        source.read(sink);

        assertThat(sink.all(HostSample.class)).hasSize(3);
        assertThat(sink.all(InventoryRecord.class))
                .extracting(InventoryRecord::getValidFromMicros)
                .containsExactly(Hosts.BOOT_MICROS, Hosts.NOW_MICROS);
        assertThat(sink.all(InventoryRecord.class).get(0).getHost())
                .isEqualTo(new HostInventory("node-1", "boot-1", null, "6.1.0-amd64", "Fast CPU", 8, 2, 0L, null));
        assertThat(sink.keys()).contains("acme/h1", "acme/h1/HOST/h1/1418183276000000");
    }

    /** Two cores with two threads each. */
    private static final String CPUINFO = """
            processor\t: 0
            model name\t: Fast CPU
            physical id\t: 0
            core id\t\t: 0

            processor\t: 1
            model name\t: Fast CPU
            physical id\t: 0
            core id\t\t: 1

            processor\t: 2
            model name\t: Fast CPU
            physical id\t: 0
            core id\t\t: 0
            """;
}
