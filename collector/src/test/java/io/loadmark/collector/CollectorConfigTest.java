package io.loadmark.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.collector.process.ProcessConfig.Filter;
import io.loadmark.runtime.config.ConfigException;
import io.loadmark.runtime.config.Configuration;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectorConfigTest {
    @Test
    void theReferenceIsRead() {
        var config = Configuration.reference().section("collector", CollectorConfig.class);
        assertThat(config.interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.proc()).hasToString("/proc");
        assertThat(config.process().filter()).isEqualTo(Filter.SERVICES);
        assertThat(config.cgroup().selection()).accepts("/a").accepts("/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "interval: 10ms | collector.interval must be in 100ms..1m",
                "deadline: 2s | collector.deadline must be positive and at most collector.interval",
                "cgroup: {include: '('} | collector.cgroup.include is no regular expression",
                "cgroup: {limit: 0} | collector.cgroup.limit must be in 1..100000, was 0",
                "process: {limit: 0} | collector.process.limit must be in 1..100000, was 0",
                "process: {service: '['} | collector.process.service is no regular expression",
                "publisher: {memory: 1MiB} | collector.publisher.memory must be in 8MiB..1GiB, was 1MiB",
                "publisher: {patience: 3m} | collector.publisher.patience must be in 100ms..2m, was 3m",
                "publisher: {compression: gzip} | collector.publisher.compression must be one of lz4, zstd, was gzip",
                "publisher: {spool: {limit: 1MiB}} | collector.publisher.spool.limit must be 0 or at least 4MiB",
                "publisher: {spool: {replay-rate: 1KiB}} | collector.publisher.spool.replay-rate must be at least 16KiB"
            })
    void aValueOutOfRangeIsRefusedWithItsKey(String yaml, String message) {
        var config = Configuration.reference().with("test", "collector: {" + yaml + "}");
        assertThatThrownBy(() -> config.section("collector", CollectorConfig.class))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }
}
