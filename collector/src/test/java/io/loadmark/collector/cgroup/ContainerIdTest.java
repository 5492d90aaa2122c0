package io.loadmark.collector.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerIdTest {
    private static final String ID = "4fa6e0f0c6786287e131c3852c58a2e01cc697a68231826813597e4994f1d6e2";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docker/%s",
                "/system.slice/docker-%s.scope",
                "/system.slice/docker-%s.scope/init",
                "/machine.slice/libpod-%s.scope",
                "/machine.slice/libpod-%s.scope/container",
                "/libpod_parent/libpod-%s",
                "/kubepods/besteffort/pod1d1d/%s",
                "/kubepods.slice/kubepods-pod1.slice/cri-containerd-%s.scope",
                "/system.slice/containerd.service/kubepods-pod1.slice:cri-containerd:%s",
                "/kubepods.slice/kubepods-pod1.slice/crio-%s.scope"
            })
    void theIdIsFoundInThePathsOfEveryRuntime(String path) {
        assertThat(ContainerId.in(path.replace("%s", ID))).isEqualTo(ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/system.slice/ssh.service",
                "/machine.slice/libpod-conmon-%s.scope",
                "/kubepods.slice/crio-conmon-%s.scope",
                "/docker/%sa",
                "/docker/x%s",
                "/docker/%s.service"
            })
    void otherPathsBelongToNoContainer(String path) {
        assertThat(ContainerId.in(path.replace("%s", ID))).isNull();
    }

    @Test
    void theInnermostContainerWins() {
        String inner = "0" + ID.substring(1);
        assertThat(ContainerId.in("/docker/" + ID + "/docker/" + inner)).isEqualTo(inner);
    }
}
