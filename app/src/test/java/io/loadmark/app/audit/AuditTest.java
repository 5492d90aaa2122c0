package io.loadmark.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.app.audit.Finding.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
    private final Path root;

    AuditTest(@TempDir Path root) {
        this.root = root;
    }

    private AuditTest write(String absolute, String content) throws IOException {
        Path file = root.resolve(absolute.substring(1));
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, content);
        return this;
    }

    private void link(String absolute, String target) throws IOException {
        Path file = root.resolve(absolute.substring(1));
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.createSymbolicLink(file, Path.of(target));
    }

    private List<Finding> of(String id) {
        return Audit.of(root).stream().filter(f -> f.id().equals(id)).toList();
    }

    private Finding only(String id) {
        assertThat(of(id)).hasSize(1);
        return of(id).get(0);
    }

    private void cpus(int count) throws IOException {
        for (int i = 0; i < count; i++) Files.createDirectories(root.resolve("sys/devices/system/cpu/cpu" + i));
    }

    @Test
    void whatTheKernelDoesNotHaveIsNotMentioned() {
        assertThat(Audit.of(root)).isEmpty();
        assertThat(AuditText.lines(List.of())).containsExactly("nothing can be read here");
    }

    @Test
    void governorsAreCountedAndOneThatSavesPowerIsToBeChecked() throws IOException {
        var governor = "/sys/devices/system/cpu/cpu%d/cpufreq/scaling_governor";
        for (int i = 0; i < 4; i++) write(governor.formatted(i), "performance\n");
        assertThat(only("cpu-governor").verdict()).isEqualTo(Verdict.OK);
        write(governor.formatted(3), "powersave\n");
        assertThat(only("cpu-governor").verdict()).isEqualTo(Verdict.CHECK);
        assertThat(only("cpu-governor").evidence())
                .containsExactly(
                        "/sys/devices/system/cpu/cpu*/cpufreq/scaling_governor: performance (3 CPUs)",
                        "/sys/devices/system/cpu/cpu*/cpufreq/scaling_governor: powersave (1 CPUs)");
    }

    @Test
    void hugePagesStallOnlyWithDefragAlways() throws IOException {
        var directory = "/sys/kernel/mm/transparent_hugepage/";
        write(directory + "enabled", "[always] madvise never\n")
                .write(directory + "defrag", "always defer [madvise] never\n");
        assertThat(only("transparent-huge-pages").verdict()).isEqualTo(Verdict.OK);
        write(directory + "defrag", "[always] defer madvise never\n");
        assertThat(only("transparent-huge-pages").verdict()).isEqualTo(Verdict.CHECK);
        assertThat(only("transparent-huge-pages").evidence()).contains(directory + "defrag: always");
    }

    @Test
    void swappinessMattersOnlyWithSwap() throws IOException {
        write("/proc/sys/vm/swappiness", "60\n").write("/proc/swaps", "Filename Type Size Used Priority\n");
        assertThat(only("swappiness").verdict()).isEqualTo(Verdict.OK);
        write("/proc/swaps", "Filename Type Size Used Priority\n/dev/sda2 partition 1 0 -2\n");
        assertThat(only("swappiness").verdict()).isEqualTo(Verdict.CHECK);
    }

    @Test
    void aPoolOfHugePagesThatNobodyUsesIsToBeChecked() throws IOException {
        var directory = "/sys/kernel/mm/hugepages/hugepages-2048kB/";
        write(directory + "nr_hugepages", "512\n").write(directory + "free_hugepages", "512\n");
        assertThat(only("huge-pages").verdict()).isEqualTo(Verdict.CHECK);
        write(directory + "free_hugepages", "1\n");
        assertThat(only("huge-pages").verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void aGuestWithAnEmulatedCardAndNoBalloonIsSeenAsSuch() throws IOException {
        cpus(2);
        write("/sys/class/dmi/id/sys_vendor", "QEMU\n")
                .write("/sys/class/dmi/id/product_uuid", "5b3a4c1e-0f1d-4e2b-9c3d-7a6b5c4d3e2f\n")
                .write("/proc/stat", "cpu  80 0 10 0 0 0 0 10 0 0\n");
        Files.createDirectories(root.resolve("sys/class/net/eth0/device"));
        Files.createDirectories(root.resolve("sys/class/net/eth0/queues/rx-0"));
        link("/sys/class/net/eth0/device/driver", "/sys/bus/pci/drivers/e1000");
        assertThat(only("nic").verdict()).isEqualTo(Verdict.CHECK);
        assertThat(only("nic").evidence())
                .containsExactly(
                        "/sys/class/net/eth0/device/…/driver: e1000",
                        "/sys/class/net/eth0/queues: 1 receive queues for 2 CPUs");
        assertThat(only("balloon").verdict()).isEqualTo(Verdict.CHECK);
        assertThat(only("guest-uuid").verdict()).isEqualTo(Verdict.OK);
        assertThat(only("guest-agent").verdict()).isEqualTo(Verdict.OK);
        assertThat(only("steal").evidence()).containsExactly("/proc/stat: steal 10.00 %");
    }

    @Test
    void runningDomainsAreReadFromLibvirtsOwnRecords() throws IOException {
        cpus(2);
        write("/run/libvirt/qemu/vm-1.xml", """
                <domstatus state='running' pid='1'><domain type='kvm' id='7'><name>vm-1</name>
                  <vcpu placement='static' current='6'>8</vcpu>
                  <cputune><vcpupin vcpu='0' cpuset='0'/></cputune>
                  <devices>
                    <disk type='file' device='disk'><driver name='qemu' type='qcow2' cache='writeback'/>
                      <target dev='vda' bus='virtio'/></disk>
                    <disk type='file' device='disk'><driver name='qemu' type='raw' cache='none' io='native' iothread='1'/>
                      <target dev='vdb' bus='virtio'/></disk>
                    <interface type='network'><model type='virtio'/><driver queues='2'/></interface>
                    <memballoon model='virtio'/>
                  </devices></domain></domstatus>
                """);
        assertThat(of("domain-disk")).extracting(Finding::verdict).containsExactly(Verdict.CHECK, Verdict.OK);
        assertThat(only("cpu-overcommit").verdict()).isEqualTo(Verdict.CHECK);
        assertThat(only("cpu-overcommit").evidence()).contains("/sys/devices/system/cpu: 2 CPUs, 3.0 vCPUs each");
        assertThat(only("domain-nic").verdict()).isEqualTo(Verdict.OK);
        assertThat(only("domain-balloon").verdict()).isEqualTo(Verdict.CHECK);
        assertThat(only("domain-pinning").evidence())
                .containsExactly("/run/libvirt/qemu/vm-1.xml: 1 of 6 vCPUs pinned");
    }

    @Test
    void aRecordThatIsNoneOrReachesOutsideIsLeftOut() throws IOException {
        write("/etc/secret", "hidden")
                .write("/run/libvirt/qemu/a.xml", "<domstatus><domain>")
                .write(
                        "/run/libvirt/qemu/b.xml",
                        "<!DOCTYPE d [<!ENTITY e SYSTEM 'file://" + root.resolve("etc/secret")
                                + "'>]><domain>&e;</domain>");
        assertThat(Audit.of(root)).isEmpty();
    }

    @Test
    void withoutLibvirtsRecordsGroupsOfVcpusAreCounted() throws IOException {
        cpus(1);
        for (int i = 0; i < 4; i++) {
            Files.createDirectories(
                    root.resolve("sys/fs/cgroup/machine.slice/machine-qemu\\x2d1\\x2dvm.scope/libvirt/vcpu" + i));
        }
        assertThat(only("cpu-overcommit").evidence())
                .contains("groups vcpu* below machine.slice: 4 vCPUs of running domains");
    }

    @Test
    void whatIsToBeCheckedComesFirstWithItsReason() throws IOException {
        write("/proc/sys/vm/overcommit_memory", "0\n")
                .write("/proc/sys/vm/swappiness", "60\n")
                .write("/proc/swaps", "Filename\n/dev/sda2\n");
        assertThat(AuditText.lines(Audit.of(root)))
                .startsWith("check  swap", "       /proc/swaps: 1 in use", "       /proc/sys/vm/swappiness: 60")
                .contains("note   memory overcommit");
    }

    @Test
    void thisMachineCanBeLookedAt() {
        assertThat(Audit.of(Path.of("/"))).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.evidence()).isNotEmpty();
            assertThat(finding.why()).isNotBlank();
        });
    }
}
