package io.loadmark.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.app.doctor.Finding.Status;
import io.loadmark.app.embedded.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    private static final String LIMITS = """
            Limit                     Soft Limit           Hard Limit           Units
            Max open files            %s                 524288               files
            """;

    private final Path root;

    DoctorTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void aKvmHostWithEverythingIsWell() throws IOException {
        file("/proc/cpuinfo", "model name\t: Some CPU\nflags\t\t: avx avx2 bmi1 bmi2 f16c fma abm movbe\n");
        file("/proc/meminfo", "MemTotal:       16384000 kB\nMemAvailable:    8192000 kB\n");
        file("/proc/self/limits", String.format(LIMITS, "65536"));
        for (String present : new String[] {
            "/lib64/ld-linux-x86-64.so.2",
            "/usr/lib64/libvirt.so.0",
            "/run/libvirt/libvirt-sock-ro",
            "/dev/kvm",
            "/sys/module/kvm_amd/x",
            "/proc/pressure/cpu",
            "/proc/1/environ"
        }) file(present, "");
        file("/sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory pids\n");
        var findings = doctor(true).findings();
        assertThat(findings).extracting(Finding::name).doesNotContain("unknown");
        assertThat(findings)
                .filteredOn(finding -> !finding.name().equals("disk"))
                .allSatisfy(finding -> assertThat(finding.status()).isEqualTo(Status.OK));
        assertThat(named(findings, "cpu").detail()).isEqualTo("4 cores, Some CPU, AVX2");
        assertThat(named(findings, "memory").detail()).isEqualTo("8000 of 16000 MiB available");
        assertThat(named(findings, "cgroup").detail()).isEqualTo("v2");
    }

    @Test
    void anEmptyMachineYieldsFindingsAndNoException() {
        var findings = doctor(false).findings();
        assertThat(findings).hasSize(15);
        assertThat(findings)
                .filteredOn(finding -> finding.status() != Status.OK)
                .allSatisfy(finding -> assertThat(finding.advice()).isNotEmpty());
        assertThat(named(findings, "clickhouse engine").status()).isEqualTo(Status.MISSING);
        assertThat(named(findings, "cgroup").status()).isEqualTo(Status.MISSING);
    }

    @Test
    void aDeviceWithoutItsModuleIsNotTrusted() throws IOException {
        file("/dev/kvm", "");
        assertThat(named(doctor(false).findings(), "kvm").status()).isEqualTo(Status.WARNING);
    }

    @Test
    void bothHierarchiesAreToldApart() throws IOException {
        file("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1");
        assertThat(named(doctor(false).findings(), "cgroup").detail()).isEqualTo("v1");
        file("/sys/fs/cgroup/unified/cgroup.controllers", "");
        assertThat(named(doctor(false).findings(), "cgroup").detail()).startsWith("hybrid");
        assertThat(named(doctor(false).findings(), "cpu quota").status()).isEqualTo(Status.OK);
    }

    @Test
    void fewOpenFilesAreWarnedOf() throws IOException {
        file("/proc/self/limits", String.format(LIMITS, "1024"));
        var finding = named(doctor(false).findings(), "open files");
        assertThat(finding.status()).isEqualTo(Status.WARNING);
        assertThat(finding.detail()).isEqualTo("1024");
    }

    @Test
    void theRealMachineIsLookedAtWithoutAnException() {
        assertThat(Doctor.here(System.getenv(), root).findings()).hasSize(15);
    }

    @Test
    void linesAreAlignedAndAdviceStandsBelow() {
        var text =
                FindingsText.of(List.of(Finding.ok("java", "17"), Finding.warning("open files", "1024", "raise it")));
        assertThat(text).isEqualTo("""
                        ok       java        17
                        warning  open files  1024
                                             → raise it
                        """);
    }

    private Doctor doctor(boolean cached) {
        var files = new FileSystemRoot(root);
        return new Doctor(
                new MachineChecks(files, new Machine("Linux", "amd64", root), 17, 4, root),
                new EngineChecks(Map.of("PATH", root.toString()), "1.0", cached, root),
                new HypervisorChecks(files),
                new KernelChecks(files, false));
    }

    private void file(String absolute, String content) throws IOException {
        Path file = root.resolve(absolute.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static Finding named(List<Finding> findings, String name) {
        return findings.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
    }
}
