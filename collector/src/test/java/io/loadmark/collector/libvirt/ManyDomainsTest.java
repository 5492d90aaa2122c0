package io.loadmark.collector.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.loadmark.collector.CollectorConfig;
import io.loadmark.collector.fixture.FakeClock;
import io.loadmark.collector.fixture.Hosts;
import io.loadmark.collector.fixture.ScriptedLibvirt;
import io.loadmark.collector.fixture.Tree;
import io.loadmark.collector.fixture.Virsh;
import io.loadmark.collector.libvirt.connection.Notices;
import io.loadmark.collector.sampling.Source;
import io.loadmark.runtime.config.Configuration;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five hundred domains with recorded statistics. */
class ManyDomainsTest {
    private static final int DOMAINS = 500;
    private static final int ROUNDS = 30;

    private final FakeClock clock = new FakeClock(Hosts.NOW_MICROS);
    private final ScriptedLibvirt libvirt = new ScriptedLibvirt(clock);
    private final Source source;
    private int published;

    ManyDomainsTest(@TempDir Path root) {
        var tree = new Tree(root).with("libvirt/qemu.txt");
        var config = Configuration.reference().section("collector", CollectorConfig.class);
        source = new Libvirt(config.libvirt(), libvirt::connect, libvirt::connect, new Notices(), clock)
                .source(tree.proc(), tree.sys(), Duration.ofSeconds(30), Hosts.HOST, OpenTelemetry.noop());
        String domstats = Virsh.text("libvirt/domstats.txt");
        String xml = Virsh.text("libvirt/tuned.xml");
        for (int i = 0; i < DOMAINS; i++) libvirt.start(new UUID(0x8c7f_0a10L, i + 1), "d" + i, i + 1, domstats, xml);
    }

    @Test
    void whatARoundAllocatesDoesNotGrow() throws IOException {
        for (int i = 0; i < ROUNDS; i++) round(); // all configurations are known, all classes loaded
        long early = allocatedIn(ROUNDS);
        long late = allocatedIn(ROUNDS);
        source.close();

        assertThat(published).isEqualTo(3 * ROUNDS * DOMAINS);
        assertThat(late).isLessThan(early + early / 10);
        assertThat(late / ROUNDS / DOMAINS).as("bytes a domain and round").isLessThan(10_000);
    }

    private long allocatedIn(int rounds) throws IOException {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < rounds; i++) round();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private void round() throws IOException {
        source.read((topic, key, value) -> {
            if (value instanceof io.loadmark.schema.DomainSample) published++;
        });
        clock.advance(Duration.ofSeconds(1));
    }
}
