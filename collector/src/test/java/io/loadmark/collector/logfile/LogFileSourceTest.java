package io.loadmark.collector.logfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.collector.CollectorConfig;
import io.loadmark.collector.fixture.FakeClock;
import io.loadmark.collector.fixture.RecordingSink;
import io.loadmark.collector.identity.HostIdentity;
import io.loadmark.collector.sampling.Source;
import io.loadmark.runtime.config.ConfigException;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.Event;
import io.loadmark.schema.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileSourceTest {
    private static final long NOW = 1_700_000_000_000_000L;
    private static final String UUID = "8c7f0a10-1111-4b6e-9a55-0000000000a1";
    // As libvirt 9.0 and QEMU 7.2 write them; shortened.
    private static final String START = "2026-11-21 14:00:00.000+0000: starting up libvirt version: 9.0.0\n"
            + "/usr/bin/qemu-system-x86_64 \\\n-name guest=d1,debug-threads=on \\\n-uuid " + UUID + " \\\n";
    private static final String KILLED =
            "2026-11-21T14:00:01.000000Z qemu-system-x86_64: terminating on signal 15 from pid 77 (/usr/sbin/libvirtd)\n";

    private final FakeClock clock = new FakeClock(NOW);
    private final RecordingSink sink = new RecordingSink();
    private final Path domainLog;
    private final Path syslog;
    private final Source source;

    LogFileSourceTest(@TempDir Path root) throws IOException {
        domainLog = Files.createDirectories(root.resolve("libvirt/qemu")).resolve("d1.log");
        syslog = root.resolve("syslog");
        source = source(root, "");
    }

    private Source source(Path root, String yaml) {
        String paths = "paths: ['" + root + "/libvirt/qemu/*.log', '" + root + "/syslog']";
        var host = new HostIdentity("acme", "h1", "boot", "node", null, 0);
        return new LogFileSource(config(paths + yaml), host, clock);
    }

    private static LogFilesConfig config(String yaml) {
        return Configuration.reference()
                .with("test", "collector: {log-files: {" + yaml + "}}")
                .section("collector", CollectorConfig.class)
                .logFiles();
    }

    @AfterEach
    void close() {
        source.close();
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Until it has looked for files again. */
    private List<Event> rounds() throws IOException {
        for (int i = 0; i < 11; i++) source.read(sink);
        return sink.all(Event.class);
    }

    @Test
    void aLineOfADomainsLogIsAnEventOfTheDomain() throws IOException {
        append(domainLog, START + KILLED);
        assertThat(rounds()).isEmpty(); // it was there before
        clock.advance(Duration.ofSeconds(11));
        append(domainLog, KILLED);
        assertThat(source.read(sink)).isEqualTo(new Source.Round(1, 0, 0));
        assertThat(sink.all(Event.class)).singleElement().satisfies(event -> {
            assertThat(event.getKind()).isEqualTo(EntityKind.DOMAIN);
            assertThat(event.getEntityId()).isEqualTo(UUID);
            assertThat(event.getEntityName()).isEqualTo("d1");
            assertThat(event.getHostId()).isEqualTo("h1");
            assertThat(event.getType()).isEqualTo(EventType.LOG);
            assertThat(event.getName()).isEqualTo("qemu-terminated");
            assertThat(event.getDetail()).contains("terminating on signal 15");
            assertThat(event.getSource()).isEqualTo("d1.log");
            assertThat(event.getAtMicros()).isEqualTo(NOW + 11_000_000);
        });
        assertThat(sink.keys()).containsOnly("acme/h1");
    }

    @Test
    void aFileThatComesLaterIsReadFromItsStart() throws IOException {
        source.read(sink);
        append(domainLog, START + KILLED);
        assertThat(rounds()).extracting(Event::getEntityId).containsExactly(UUID);
    }

    @Test
    void ofARotatedFileAndTheOneInItsPlaceEveryLineIsReadOnce() throws IOException {
        append(syslog, "old\n");
        rounds();
        append(syslog, failed("a"));
        var rotated = Files.move(syslog, syslog.resolveSibling("syslog.1"));
        append(rotated, failed("b"));
        append(syslog, failed("c"));
        assertThat(rounds())
                .extracting(event -> event.getDetail().replaceAll(".*: (.)\\.service.*", "$1"))
                .containsExactly("a", "b", "c");
        assertThat(sink.all(Event.class)).extracting(Event::getKind).containsOnly(EntityKind.HOST);
    }

    @Test
    void aFileThatWasCutShortBeginsAnew() throws IOException {
        append(syslog, failed("a").repeat(3));
        rounds();
        Files.writeString(syslog, failed("b"));
        assertThat(rounds()).singleElement().satisfies(event -> assertThat(event.getDetail())
                .contains("b.service"));
    }

    @Test
    void aLineCountsOnceItIsEndedAndIsBounded() throws IOException {
        append(syslog, "");
        rounds();
        String line = failed("a");
        append(syslog, line.substring(0, 40));
        assertThat(rounds()).isEmpty();
        append(syslog, line.substring(40) + "x".repeat(1 << 20) + line);
        assertThat(rounds()).hasSize(1);
    }

    @Test
    void addressesSecretsAndControlCharactersAreLeftOut() throws IOException {
        append(syslog, "");
        rounds();
        append(syslog, "systemd[1]: a.service: Failed with result 'x' 10.1.2.3 password=hunter2 \u001b[31m\n");
        assertThat(rounds()).singleElement().satisfies(event -> assertThat(event.getDetail())
                .contains("Failed with result")
                .doesNotContain("10.1.2.3", "hunter2", "\u001b"));
    }

    @Test
    void beyondTheLimitLinesAreCounted(@TempDir Path root) throws IOException {
        var log = root.resolve("syslog");
        append(log, "");
        try (var limitedSource = (LogFileSource) source(root, ", limit: 2")) {
            limitedSource.read(sink);
            append(log, failed("a").repeat(5));
            assertThat(limitedSource.read(sink)).isEqualTo(new Source.Round(2, 0, 3));
            clock.advance(Duration.ofMinutes(1));
            append(log, failed("a"));
            assertThat(limitedSource.read(sink)).isEqualTo(new Source.Round(1, 0, 0));
        }
    }

    @Test
    void pathsAreAbsoluteWithWildcardsInTheNameOnly() {
        assertThatThrownBy(() -> config("paths: [var/log/a]")).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> config("paths: ['/var/*/a']"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("collector.log-files.paths");
        assertThatThrownBy(() -> config("rules: ['a=(']"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("collector.log-files.rules");
    }

    private static String failed(String service) {
        return "2026-11-21T14:00:00.000000+00:00 h systemd[1]: " + service
                + ".service: Failed with result 'exit-code'.\n";
    }
}
