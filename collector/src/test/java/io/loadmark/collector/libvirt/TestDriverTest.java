package io.loadmark.collector.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Native;
import io.loadmark.collector.CollectorConfig;
import io.loadmark.collector.fixture.Hosts;
import io.loadmark.collector.fixture.RecordingSink;
import io.loadmark.collector.identity.HostClock;
import io.loadmark.collector.sampling.Source;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.schema.DomainSample;
import io.loadmark.schema.DomainState;
import io.loadmark.schema.EntityState;
import io.loadmark.schema.Event;
import io.loadmark.schema.InventoryRecord;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.libvirt.Connect;
import org.libvirt.LibvirtException;

/** Against libvirt itself, with the hypervisor of its own tests: it runs within the process and needs no daemon. */
class TestDriverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RecordingSink sink = new RecordingSink();
    private final HostClock clock = HostClock.system();

    @BeforeAll
    static void needsTheLibrary() {
        assumeTrue(isInstalled(), "libvirt's client library is not tested: install libvirt0");
    }

    private static boolean isInstalled() {
        try {
            Native.load("virt", com.sun.jna.Library.class);
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    private Source source(String uri) {
        var config = Configuration.reference()
                .with("test", "collector: {libvirt: {enabled: true, uri: '" + uri + "'}}")
                .section("collector", CollectorConfig.class);
        return Libvirt.source(
                config.libvirt(), config.proc(), config.sys(), PATIENCE, Hosts.HOST, clock, OpenTelemetry.noop());
    }

    private void roundsUntil(Source source, BooleanSupplier shown) throws IOException {
        long start = System.nanoTime();
        while (!shown.getAsBoolean()) {
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(30));
            Thread.onSpinWait();
            source.read(sink);
        }
    }

    private boolean hasHappened(String name) {
        return sink.all(Event.class).stream().anyMatch(event -> event.getName().equals(name));
    }

    @Test
    void aDomainIsSampledItsConfigurationReadAndWhatHappensToItTold() throws IOException, LibvirtException {
        try (var source = source("test:///default")) {
            source.read(sink);
            assertThat(sink.all(DomainSample.class)).singleElement().satisfies(sample -> {
                assertThat(sample.getName()).isEqualTo("test");
                assertThat(sample.getState()).isEqualTo(DomainState.RUNNING);
                assertThat(sample.getMissing())
                        .as("this hypervisor tells no more")
                        .isEmpty();
            });
            assertThat(sink.all(InventoryRecord.class)).singleElement().satisfies(record -> {
                assertThat(record.getDomain().getHypervisor()).isEqualTo("test");
                assertThat(record.getDomain().getVcpus()).isEqualTo(2);
            });

            var operator = new Connect("test:///default");
            var domain = operator.domainLookupByName("test");
            domain.suspend();
            roundsUntil(source, () -> hasHappened("suspended"));
            domain.resume();
            domain.destroy();
            roundsUntil(source, () -> hasHappened("stopped"));
            roundsUntil(source, () -> sink.all(InventoryRecord.class).size() == 2);
            assertThat(sink.all(InventoryRecord.class).get(1).getState()).isEqualTo(EntityState.GONE);
            domain.create();
            roundsUntil(source, () -> hasHappened("started"));
            assertThat(sink.all(Event.class)).extracting(Event::getEntityName).containsOnly("test");
            operator.close();
        }
    }

    @Test
    void fiveHundredDomainsAreSampledInOneRoundAndTheirConfigurationsInAFew(@TempDir Path directory)
            throws IOException {
        var node = new StringBuilder("<node>");
        for (int i = 0; i < 500; i++) node.append(domain(i));
        var file = Files.writeString(directory.resolve("node.xml"), node.append("</node>"));
        try (var source = source("test://" + file)) {
            assertThat(source.read(sink).samples()).isEqualTo(500);
            assertThat(sink.all(DomainSample.class))
                    .extracting(DomainSample::getDomainId)
                    .doesNotHaveDuplicates();
            roundsUntil(source, () -> sink.all(InventoryRecord.class).size() == 500);
        }
    }

    private static String domain(int i) {
        return """
                <domain type='test'><name>d%1$d</name><uuid>8c7f0a10-9999-4b6e-9a55-%1$012d</uuid>
                <memory>8192</memory><vcpu>2</vcpu><os><type>hvm</type></os></domain>""".formatted(i);
    }

    @Test
    void whatCannotBeReachedIsSaidWithItsUri() throws IOException {
        try (var source = source("test:///no/such/file.xml")) {
            assertThatThrownBy(() -> source.read(sink))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("libvirt at test:///no/such/file.xml can't be reached");
        }
    }
}
