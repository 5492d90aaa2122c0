package io.loadmark.app.demo.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On trees as the kernel shows them. */
class CgroupMountsTest {
    private static final Duration PERIOD = Duration.ofMillis(100);

    private Path machine;
    private Path groups;

    @BeforeEach
    void tree(@TempDir Path directory) throws IOException {
        machine = directory;
        Files.createDirectories(machine.resolve("proc/self"));
        groups = machine.resolve("cgroup");
    }

    @Test
    void version1HasADirectoryForEachControllerEvenWhereTwoShareAMount() throws IOException {
        mounts("cgroup %s/cpu,cpuacct cgroup rw,relatime,cpu,cpuacct 0 0", "cgroup %s/memory cgroup rw,memory 0 0");
        own("5:cpu,cpuacct:/user.slice", "4:memory:/elsewhere");
        Files.createDirectories(groups.resolve("cpu,cpuacct/user.slice"));
        Files.createDirectories(groups.resolve("memory"));

        var read = CgroupMounts.read(machine.resolve("proc"));

        assertThat(read.v1())
                .containsEntry("cpu", groups.resolve("cpu,cpuacct/user.slice"))
                .containsEntry("cpuacct", groups.resolve("cpu,cpuacct/user.slice"))
                .containsEntry("memory", groups.resolve("memory")); // a directory that is not mounted here
        assertThat(read.unified()).isEmpty();
    }

    @Test
    void aPathThatLeavesItsMountIsTheMountItself() throws IOException {
        mounts("cgroup2 %s/unified cgroup2 rw 0 0");
        own("0::/../../etc");
        assertThat(CgroupMounts.read(machine.resolve("proc")).unified())
                .hasValue(new CgroupMounts.Unified(groups.resolve("unified"), groups.resolve("unified")));
    }

    @Test
    void version2TakesTheNearestAncestorThatHandsOnTheController() throws IOException {
        mounts("cgroup2 %s cgroup2 rw 0 0");
        own("0::/user.slice/session.scope");
        var scope = Files.createDirectories(groups.resolve("user.slice/session.scope"));
        Files.writeString(scope.resolve("cgroup.subtree_control"), "\n");
        Files.writeString(groups.resolve("user.slice/cgroup.subtree_control"), "cpu memory\n");
        var made = new ArrayList<Path>();

        CpuGroupVersion2.make(CgroupMounts.read(machine.resolve("proc")), "loadmark-demo-1-a", 0.45, PERIOD, made);

        assertThat(made).isEqualTo(List.of(groups.resolve("user.slice/loadmark-demo-1-a")));
        assertThat(made.get(0).resolve("cpu.max")).hasContent("45000 100000");
    }

    @Test
    void version2WithoutDelegationFailsAndLeavesNothing() throws IOException {
        mounts("cgroup2 %s cgroup2 rw 0 0");
        own("0::/");
        Files.createDirectories(groups);
        Files.writeString(groups.resolve("cgroup.subtree_control"), "memory\n");
        var read = CgroupMounts.read(machine.resolve("proc"));

        assertThatThrownBy(() -> CpuGroup.create(read, "loadmark-demo-1-a", 0.45, PERIOD))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cpu controller");
        assertThat(groups.resolve("loadmark-demo-1-a")).doesNotExist();
    }

    @Test
    void whatADeadParentLeftIsRemovedAndWhatALivingOneUsesStays() throws IOException {
        var stale = Files.createDirectories(groups.resolve("loadmark-demo-2147483647-checkout-1")); // above any pid_max
        var ours = Files.createDirectories(
                groups.resolve(GroupDirectory.name(ProcessHandle.current().pid(), "x")));
        var foreign = Files.createDirectories(groups.resolve("loadmark-demo-notes"));

        GroupDirectory.make(groups, "loadmark-demo-1-new", new ArrayList<>());

        assertThat(stale).doesNotExist();
        assertThat(ours).exists();
        assertThat(foreign).exists();
    }

    @Test
    void usageIsReadFromEitherVersion() throws IOException {
        var v1 = Files.createDirectories(groups.resolve("v1"));
        Files.writeString(v1.resolve("cpuacct.usage"), "123456789\n");
        var v2 = Files.createDirectories(groups.resolve("v2"));
        Files.writeString(v2.resolve("cpu.stat"), "usage_usec 123\nuser_usec 100\n");
        var none = Files.createDirectories(groups.resolve("cpu"));
        Files.writeString(none.resolve("cpu.stat"), "nr_periods 4\n");

        assertThat(GroupUsage.read(v1)).hasValue(123_456_789);
        assertThat(GroupUsage.read(v2)).hasValue(123_000);
        assertThat(GroupUsage.read(none)).isEmpty();
        assertThat(GroupUsage.read(groups.resolve("gone"))).isEmpty();
    }

    private void mounts(String... lines) throws IOException {
        var text = String.join("\n", lines).replace("%s", groups.toString());
        Files.writeString(machine.resolve("proc/self/mounts"), text + "\n");
    }

    private void own(String... lines) throws IOException {
        Files.writeString(machine.resolve("proc/self/cgroup"), String.join("\n", lines) + "\n");
    }
}
