package io.loadmark.collector.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.collector.cgroup.CpuThrottling;
import io.loadmark.collector.fixture.Hosts;
import io.loadmark.collector.fixture.Tree;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QemuProcessesTest {
    private static final String UUID = "8c7f0a10-2222-4b6e-9a55-0000000000a2";

    private final Tree tree;
    private final QemuProcesses processes;

    QemuProcessesTest(@TempDir Path root) {
        tree = new Tree(root).with("libvirt/qemu.txt");
        processes = new QemuProcesses(tree.proc(), Hosts.HOST);
    }

    @Test
    void aProcessIsFoundByTheUuidOfItsDomainAndItsThreadsByTheirNames() {
        var process = processes.of(UUID).orElseThrow();
        assertThat(process.pid()).isEqualTo(393);
        assertThat(process.cgroupPath()).isEqualTo("/machine/qemu-2-guest2.libvirt-qemu");
        assertThat(process.vcpus()).containsOnlyKeys(0, 1);
        assertThat(vcpu(process, 1).ownCgroup()).isEqualTo("/machine/qemu-2-guest2.libvirt-qemu/vcpu1");
        assertThat(vcpu(process, 1).sharedCgroup()).isEqualTo("/machine/qemu-2-guest2.libvirt-qemu");
    }

    @Test
    void underSystemdTheDomainsGroupIsItsScope() {
        String scope = "/machine.slice/machine-qemu\\x2d2\\x2dguest2.scope";
        for (int tid : new int[] {399, 400}) {
            tree.write("proc/393/task/" + tid + "/cgroup", "0::" + scope + "/libvirt/vcpu" + (tid - 399) + "\n");
        }
        var process = processes.of(UUID).orElseThrow();
        assertThat(process.cgroupPath()).isEqualTo(scope);
        assertThat(vcpu(process, 0).sharedCgroup()).isEqualTo(scope + "/libvirt");
    }

    @Test
    void twoProcessesThatClaimTheSameDomainAreBothDoubted() {
        tree.write("proc/77/cmdline", "/tmp/qemu\0-uuid\0" + UUID + "\0");
        assertThat(processes.of(UUID)).isEmpty();
    }

    @Test
    void otherProgramsAreNotLookedInto() {
        tree.write("proc/77/cmdline", "/usr/bin/grep\0-uuid\0" + UUID + "\0");
        assertThat(processes.of(UUID)).isPresent();
    }

    @Test
    void throttlingIsThatOfTheGroupAndThoseAboveIt() {
        String group = "/machine/qemu-2-guest2.libvirt-qemu";
        tree.write("sys/fs/cgroup/cpu/machine/cpu.stat", stat(5_000_000));
        tree.write("sys/fs/cgroup/cpu" + group + "/cpu.stat", stat(2_000_000));
        tree.write("sys/fs/cgroup/cpu" + group + "/vcpu0/cpu.stat", stat(1_000_000));
        var throttling = new CpuThrottling(tree.sys());
        assertThat(throttling.of(group + "/vcpu0")).contains(new CpuThrottling.Counters(10, 4, 1_000));
        assertThat(throttling.micros(group)).contains(7_000L);
        assertThat(throttling.of("/../../etc")).isEmpty();
    }

    private static QemuProcess.VcpuThread vcpu(QemuProcess process, int index) {
        return Objects.requireNonNull(process.vcpus().get(index));
    }

    private static String stat(long nanos) {
        return "nr_periods 10\nnr_throttled 4\nthrottled_time " + nanos + "\n";
    }
}
