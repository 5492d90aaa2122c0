package io.loadmark.collector.libvirt;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The QEMU process of a domain.
 *
 * @param startMicros when it was started, microseconds since 1970
 * @param cgroupPath the domain's control group, where it has one of its own
 * @param vcpus threads of the vCPUs, by index
 */
record QemuProcess(long pid, long startMicros, @Nullable String cgroupPath, Map<Integer, VcpuThread> vcpus) {

    /**
     * A vCPU's thread.
     *
     * @param directory its directory in {@code /proc}
     * @param ownCgroup the control group that holds it alone
     * @param sharedCgroup the least group that it shares with other threads
     */
    record VcpuThread(
            long tid,
            Path directory,
            @Nullable String ownCgroup,
            @Nullable String sharedCgroup) {}
}
