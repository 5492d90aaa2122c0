package io.loadmark.collector.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.collector.fixture.FakeClock;
import io.loadmark.collector.fixture.Hosts;
import io.loadmark.collector.fixture.RecordingSink;
import io.loadmark.collector.fixture.Tree;
import io.loadmark.schema.HostSample;
import io.loadmark.schema.NicCounters;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkSpeedsTest {
    private final Tree tree;

    LinkSpeedsTest(@TempDir Path root) {
        tree = new Tree(root);
    }

    @BeforeEach
    void interfaces() {
        tree.write("sys/class/net/eth0/speed", "10000\n").write("sys/class/net/eth0/device/vendor", "0x8086\n");
        tree.write("sys/class/net/eth1/speed", "-1\n").write("sys/class/net/eth1/device/vendor", "0x8086\n");
        tree.write("sys/class/net/veth0/speed", "10000\n");
    }

    @Test
    void onlyLinksWithHardwareBehindThemThatAreUpHaveASpeed() {
        var speeds = new LinkSpeeds(tree.sys());
        assertThat(speed(speeds, "eth0")).isEqualTo(1_250_000_000L);
        assertThat(speed(speeds, "eth1")).isNull();
        assertThat(speed(speeds, "veth0")).isNull();
        assertThat(speed(speeds, "gone0")).isNull();
    }

    @Test
    void aLinkIsAskedWhenItAppearsAndThenOnceInSixtyRounds() {
        var speeds = new LinkSpeeds(tree.sys());
        assertThat(speed(speeds, "eth0")).isEqualTo(1_250_000_000L);
        tree.write("sys/class/net/eth0/speed", "1000\n");
        for (int i = 1; i < 60; i++) assertThat(speed(speeds, "eth0")).isEqualTo(1_250_000_000L);
        assertThat(speed(speeds, "eth0")).isEqualTo(125_000_000L);
    }

    @Test
    void aGuestsEmulatedLinkHasNone() {
        tree.with("procfs.txt");
        assertThat(published()).isEqualTo(1_250_000_000L);
        tree.write("proc/cpuinfo", "processor\t: 0\nmodel name\t: Fast CPU\nflags\t\t: fpu hypervisor\n");
        assertThat(published()).isNull();
    }

    private @Nullable Long published() {
        var sink = new RecordingSink();
        new HostSource(tree.proc(), tree.sys(), Hosts.HOST, new FakeClock(Hosts.NOW_MICROS)).read(sink);
        return sink.all(HostSample.class).get(0).getNics().stream()
                .filter(nic -> nic.getDevice().equals("eth0"))
                .findFirst()
                .orElseThrow()
                .getSpeedBytesPerSecond();
    }

    private static @Nullable Long speed(LinkSpeeds speeds, String device) {
        var nic = new NicCounters(device, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, null);
        speeds.addTo(List.of(nic));
        return nic.getSpeedBytesPerSecond();
    }
}
