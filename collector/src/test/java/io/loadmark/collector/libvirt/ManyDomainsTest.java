package io.loadmark.collector.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.loadmark.collector.CollectorConfig;
import io.loadmark.collector.fixture.FakeClock;
import io.loadmark.collector.fixture.Hosts;
import io.loadmark.collector.fixture.LiveObjects;
import io.loadmark.collector.fixture.ScriptedLibvirt;
import io.loadmark.collector.fixture.Tree;
import io.loadmark.collector.fixture.Virsh;
import io.loadmark.collector.libvirt.connection.Notices;
import io.loadmark.collector.sampling.Source;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.schema.DomainSample;
import io.loadmark.schema.EntityState;
import io.loadmark.schema.InventoryRecord;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five hundred domains with recorded statistics. */
class ManyDomainsTest {
    private static final int DOMAINS = 500;
    private static final int ROUNDS = 30;
    private static final int GENERATIONS = 3;

    private final FakeClock clock = new FakeClock(Hosts.NOW_MICROS);
    private final ScriptedLibvirt libvirt = new ScriptedLibvirt(clock);
    private final String domstats = Virsh.text("libvirt/domstats.txt");
    private final String xml = Virsh.text("libvirt/tuned.xml");
    private final Tree tree;
    private int published;
    private int present;
    private int gone;

    ManyDomainsTest(@TempDir Path root) {
        tree = new Tree(root).with("libvirt/qemu.txt");
        for (int i = 1; i <= DOMAINS; i++) start(i);
    }

    private void start(int number) {
        libvirt.start(uuid(number), "d" + number, number, domstats, xml);
    }

    private static UUID uuid(int number) {
        return new UUID(0x8c7f_0a10L, number);
    }

    private Source source(String settings) {
        var config = Configuration.reference()
                .with("test", "collector: {libvirt: {" + settings + "}}")
                .section("collector", CollectorConfig.class);
        return new Libvirt(config.libvirt(), libvirt::connect, libvirt::connect, new Notices(), clock)
                .source(tree.proc(), tree.sys(), Duration.ofSeconds(30), Hosts.HOST, OpenTelemetry.noop());
    }

    @Test
    void thoseBeyondTheLimitAreCounted() throws IOException {
        try (var source = source("limit: 400")) {
            for (int i = 0; i < 2; i++) {
                assertThat(source.read((topic, key, value) -> {})).isEqualTo(new Source.Round(400, 0, 100));
            }
        }
    }

    @Test
    void thoseThatAreGoneLeaveNothingBehind() throws IOException {
        try (var source = source("limit: 2000")) {
            untilAllAreInTheInventory(source);
            renewAll(source, 0);
            long objects = LiveObjects.count();
            assertThat(objects).isGreaterThan(DOMAINS);
            for (int generation = 1; generation <= GENERATIONS; generation++) renewAll(source, generation);

            assertThat(LiveObjects.count()).isLessThan(objects + GENERATIONS * DOMAINS / 2);
        }
    }

    /** Every domain makes way for one that has not been there. */
    private void renewAll(Source source, int generation) throws IOException {
        for (int i = 1; i <= DOMAINS; i++) {
            libvirt.stop(uuid(generation * DOMAINS + i));
            start((generation + 1) * DOMAINS + i);
        }
        round(source);
        assertThat(gone).isEqualTo((generation + 1) * DOMAINS);
        untilAllAreInTheInventory(source);
    }

    /** Rounds in which no time passes, or a busy machine would seem to be a libvirt that does not answer. */
    private void untilAllAreInTheInventory(Source source) throws IOException {
        long start = System.nanoTime();
        while (present - gone < DOMAINS) {
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.MINUTES.toNanos(2));
            read(source);
        }
    }

    @Test
    void whatARoundAllocatesDoesNotGrow() throws IOException {
        try (var source = source("limit: 500")) {
            untilAllAreInTheInventory(source);
            for (int i = 0; i < ROUNDS; i++) round(source); // all classes are loaded
            published = 0;
            long early = allocatedIn(source, ROUNDS);
            long late = allocatedIn(source, ROUNDS);

            assertThat(published).isEqualTo(2 * ROUNDS * DOMAINS);
            assertThat(late).isLessThan(early + early / 10);
            assertThat(late / ROUNDS / DOMAINS).as("bytes a domain and round").isLessThan(10_000);
        }
    }

    private long allocatedIn(Source source, int rounds) throws IOException {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < rounds; i++) round(source);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private void round(Source source) throws IOException {
        read(source);
        clock.advance(Duration.ofSeconds(1));
    }

    private void read(Source source) throws IOException {
        source.read((topic, key, value) -> {
            if (value instanceof DomainSample) published++;
            else if (value instanceof InventoryRecord entry) {
                if (entry.getState() == EntityState.GONE) gone++;
                else present++;
            }
        });
    }
}
