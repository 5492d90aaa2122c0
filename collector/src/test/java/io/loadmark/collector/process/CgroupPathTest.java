package io.loadmark.collector.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.collector.kernel.MalformedFileException;
import io.loadmark.collector.kernel.Text;
import org.junit.jupiter.api.Test;

class CgroupPathTest {
    @Test
    void thePathIsThatOfTheCpuHierarchy() throws MalformedFileException {
        assertThat(CgroupPath.parse(Text.of("4:memory:/m\n3:cpuset:/s\n2:cpu,cpuacct:/a:b\n0::/u\n")))
                .isEqualTo("/a:b");
    }

    @Test
    void withoutAV1CpuHierarchyItIsTheUnifiedOne() throws MalformedFileException {
        assertThat(CgroupPath.parse(Text.of("1:name=systemd:/x\n0::/user.slice/a\n")))
                .isEqualTo("/user.slice/a");
        assertThat(CgroupPath.parse(Text.of("4:memory:/m\n"))).isNull();
    }

    @Test
    void aRemovedGroupIsNone() throws MalformedFileException {
        assertThat(CgroupPath.parse(Text.of("0::/a (deleted)\n"))).isNull();
    }
}
