package io.loadmark.collector.kernellog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.collector.CollectorConfig;
import io.loadmark.collector.fixture.FakeClock;
import io.loadmark.collector.fixture.RecordingSink;
import io.loadmark.collector.identity.HostIdentity;
import io.loadmark.collector.sampling.Source;
import io.loadmark.runtime.config.ConfigException;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.schema.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelLogSourceTest {
    private static final long START = 1_700_000_000_000_000L;
    // Captured on Linux 6.18, when a process outgrew its memory cgroup; the group's name is made up.
    private static final String OOM =
            "3,695,%d,-;Memory cgroup out of memory: Killed process 28147 (python3) total-vm:221368kB, anon-rss:28928kB,"
                    + " file-rss:6108kB, shmem-rss:0kB, UID:0 pgtables:116kB oom_score_adj:0\n";

    private static final String OOM_DETAILS =
            "6,694,%d,-;oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/g,"
                    + "task_memcg=/g,task=python3,pid=28147,uid=0\n";
    private static final String STATS = "6,648,%d,-;Memory cgroup stats for /g:\n";
    /** As the kernel's kernel/hung_task.c words it. */
    private static final String HUNG =
            "3,900,%d,-;INFO: task jbd2/vda1-8:312 blocked for more than 120 seconds.\n SUBSYSTEM=block\n DEVICE=b254:1\n";

    private final FakeClock clock = new FakeClock(START);
    private final RecordingSink sink = new RecordingSink();
    private final Log log = new Log();
    private final Path root;

    KernelLogSourceTest(@TempDir Path root) {
        this.root = root;
    }

    private static final class Log implements KernelLog {
        private final ArrayDeque<String> records = new ArrayDeque<>();
        private boolean closed;

        @Override
        public byte @Nullable [] next() throws IOException {
            if (records.isEmpty()) return null;
            String record = records.remove();
            if (record.equals("EPIPE")) throw new OverrunException();
            if (record.equals("EIO")) throw new IOException("EIO");
            return record.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static KernelLogConfig config(String yaml) {
        return Configuration.reference()
                .with("test", "collector: {kernel-log: {" + yaml + "}}")
                .section("collector", CollectorConfig.class)
                .kernelLog();
    }

    private Source source(String yaml) {
        var host = new HostIdentity("acme", "h1", "boot", "node", null, 0);
        return new KernelLogSource(config(yaml), () -> log, root, host, clock);
    }

    @Test
    void linesThatARuleNamesAreEventsInOrderAtTheTimeOfTheKernel() throws IOException {
        var source = source("enabled: auto");
        clock.advance(Duration.ofSeconds(10));
        log.records.add(STATS.formatted(7_000_000));
        log.records.add(OOM_DETAILS.formatted(7_500_000));
        log.records.add(OOM.formatted(8_000_000));
        log.records.add(HUNG.formatted(9_000_000));
        assertThat(source.read(sink)).isEqualTo(new Source.Round(2, 0, 0));
        assertThat(sink.all(Event.class)).extracting(Event::getName).containsExactly("oom-kill", "hung-task");
        assertThat(sink.all(Event.class))
                .extracting(Event::getAtMicros)
                .containsExactly(START + 8_000_000, START + 9_000_000);
        assertThat(sink.all(Event.class).get(1).getDetail())
                .isEqualTo("INFO: task jbd2/vda1-8:312 blocked for more than 120 seconds.");
        assertThat(sink.all(Event.class).get(0).getDetail()).contains("28147 (python3)", "anon-rss:28928kB");
        assertThat(sink.keys()).containsOnly("acme/h1");
    }

    @Test
    void aDriftingClockOfTheKernelPlacesNothingOutsideTheRound() throws IOException {
        var source = source("enabled: auto");
        clock.advance(Duration.ofSeconds(10));
        log.records.add(OOM.formatted(99_000_000));
        log.records.add(OOM.formatted(0));
        assertThat(source.read(sink).samples()).isEqualTo(2);
        clock.advance(Duration.ofSeconds(1));
        log.records.add(OOM.formatted(0));
        assertThat(source.read(sink).samples()).isEqualTo(1);
        assertThat(sink.all(Event.class))
                .extracting(Event::getAtMicros)
                .containsExactly(START + 10_000_000, START, START + 10_000_000);
    }

    @Test
    void whatAProgramWroteIntoTheLogIsNotTheKernelsWord() throws IOException {
        var source = source("enabled: auto");
        log.records.add(OOM.formatted(1).replaceFirst("^3,", "11,"));
        log.records.add("Out of memory: Killed process 1");
        log.records.add("99999999999,1,1,-;Out of memory: Killed process 1");
        log.records.add("");
        log.records.add("3,1,1,-;\u0000\n");
        assertThat(source.read(sink)).isEqualTo(new Source.Round(0, 0, 0));
    }

    @Test
    void addressesAreLeftOut() throws IOException {
        var source = source("rules: ['seen=.']");
        log.records.add(
                "4,1,1,-;nfs: server 10.1.22.333 via fe80:0:0:1::2 (52:54:00:ab:cd:ef) at ffff8881c0de0000 gone");
        assertThat(source.read(sink).samples()).isEqualTo(1);
        assertThat(sink.all(Event.class).get(0).getDetail()).isEqualTo("nfs: server … via … (…) at … gone");
    }

    @Test
    void aFloodIsCountedAndSoAreLinesThatTheKernelOverwrote() throws IOException {
        var source = source("limit: 2");
        for (int i = 0; i < 5; i++) log.records.add(OOM.formatted(1));
        log.records.add("EPIPE");
        assertThat(source.read(sink)).isEqualTo(new Source.Round(2, 1, 3));
        clock.advance(Duration.ofMinutes(1));
        log.records.add(OOM.formatted(1));
        assertThat(source.read(sink)).isEqualTo(new Source.Round(1, 0, 0));
    }

    @Test
    void aLogThatFailsIsOpenedAnew() throws IOException {
        var source = source("enabled: auto");
        log.records.add("EIO");
        log.records.add(OOM.formatted(1));
        assertThatThrownBy(() -> source.read(sink)).hasMessage("EIO");
        assertThat(log.closed).isTrue();
        assertThat(source.read(sink).samples()).isEqualTo(1);
    }

    @Test
    void inAContainerItIsReadOnlyWhenToldTo() throws IOException {
        Files.createFile(root.resolve(".dockerenv"));
        log.records.add(OOM.formatted(1));
        assertThat(source("enabled: auto").read(sink).samples()).isZero();
        assertThat(source("enabled: true").read(sink).samples()).isEqualTo(1);
    }

    @Test
    void aDeviceThatIsNotThereIsNormalUnlessItIsAskedFor() throws IOException {
        var host = new HostIdentity("acme", "h1", "boot", "node", null, 0);
        var none = root.resolve("none");
        var normal = new KernelLogSource(config("device: " + none), () -> Kmsg.open(none), root, host, clock);
        assertThat(normal.read(sink)).isEqualTo(new Source.Round(0, 0, 0));
        var asked = new KernelLogSource(config("enabled: true"), () -> Kmsg.open(none), root, host, clock);
        assertThatThrownBy(() -> asked.read(sink))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No such file");
    }

    @Test
    void rulesThatAreNoneStopTheStart() {
        assertThatThrownBy(() -> config("rules: ['(']"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("name=regex");
        assertThatThrownBy(() -> config("rules: ['a=(']"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Unclosed group");
        assertThatThrownBy(() -> config("limit: 0")).isInstanceOf(ConfigException.class);
    }
}
