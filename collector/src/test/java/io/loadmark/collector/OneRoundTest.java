package io.loadmark.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.loadmark.collector.fixture.RecordingSink;
import io.loadmark.collector.fixture.Tree;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.schema.CgroupSample;
import io.loadmark.schema.HostSample;
import io.loadmark.schema.InventoryRecord;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneRoundTest {
    private final RecordingSink sink = new RecordingSink();

    private static CollectorConfig config(String yaml) {
        return Configuration.reference()
                .with("test", "collector: {interval: 1m, deadline: 1m, " + yaml + "}")
                .section("collector", CollectorConfig.class);
    }

    @Test
    void everySourceOfThisMachineIsReadWithoutKafka() throws InterruptedException {
        assumeThat(Path.of("/sys/fs/cgroup")).isNotEmptyDirectory();
        assertThat(Collector.once("acme", config("host-id: h1"), sink)).isEmpty();
        assertThat(sink.all(HostSample.class)).hasSize(1);
        assertThat(sink.all(CgroupSample.class)).isNotEmpty();
        assertThat(sink.all(InventoryRecord.class)).isNotEmpty();
    }

    @Test
    void aSourceThatCannotBeReadIsNamedAndTheOthersAreThere(@TempDir Path root) throws InterruptedException {
        var tree = new Tree(root).with("procfs.txt");
        var problems = Collector.once("acme", config("proc: " + tree.proc() + ", sys: " + tree.sys()), sink);
        assertThat(problems).containsOnlyKeys("cgroup");
        assertThat(sink.all(HostSample.class)).hasSize(1);
    }
}
