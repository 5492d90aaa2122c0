package io.loadmark.collector.libvirt;

import io.loadmark.collector.cgroup.CpuThrottling;
import io.loadmark.collector.kernel.KernelFiles;
import io.loadmark.collector.kernel.MalformedFileException;
import io.loadmark.collector.kernel.Reading;
import io.loadmark.collector.kernel.Text;
import io.loadmark.collector.libvirt.QemuProcess.VcpuThread;
import io.loadmark.collector.libvirt.connection.DomainFigures;
import io.loadmark.schema.DomainSample;
import io.loadmark.schema.VcpuCounters;
import io.loadmark.schema.VcpuState;
import java.nio.file.Path;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Virtual CPUs: what libvirt tells of them, beside what the kernel tells of their threads. A vCPU that is throttled by its
 * own domain's quota waits on the run queue as well, so that only both together show what neighbours took. For one thread.
 */
final class VcpuThreads {
    private static final long NANOS_PER_MICRO = 1000;
    private static final long LONG_RUN_MICROS = 1_000_000;

    private final CpuThrottling throttling;
    private final Reading reading = new Reading(new KernelFiles());

    VcpuThreads(Path sys) {
        throttling = new CpuThrottling(sys);
    }

    void beginRound() {
        throttling.beginRound();
    }

    void read(DomainFigures figures, @Nullable QemuProcess process, DomainSample.Builder sample) {
        int maximum = figures.count("vcpu.maximum");
        var vcpus = new ArrayList<VcpuCounters>();
        for (int i = 0; i < maximum; i++) {
            String at = "vcpu." + i + '.';
            if (figures.has(at + "state")) vcpus.add(vcpu(i, at, figures, process));
        }
        sample.setVcpusCurrent(figures.small("vcpu.current"))
                .setVcpusMaximum(figures.small("vcpu.maximum"))
                .setVcpus(vcpus);
        if (process == null) return;
        sample.setCgroupPath(process.cgroupPath());
        process.vcpus().values().stream()
                .findFirst()
                .map(VcpuThread::sharedCgroup)
                .flatMap(throttling::micros)
                .ifPresent(sample::setThrottledMicros);
    }

    private VcpuCounters vcpu(int index, String at, DomainFigures figures, @Nullable QemuProcess process) {
        var vcpu = VcpuCounters.newBuilder()
                .setIndex(index)
                .setState(state(figures.small(at + "state")))
                .setTimeMicros(figures.micros(at + "time"))
                .setWaitMicros(figures.micros(at + "wait"))
                .setDelayMicros(delay(figures, at));
        var thread = process == null ? null : process.vcpus().get(index);
        if (thread != null) kernelSide(vcpu, thread);
        return vcpu.build();
    }

    /** Nobody runs for a second without ever waiting: without scheduler statistics libvirt tells a delay of 0. */
    private static @Nullable Long delay(DomainFigures figures, String at) {
        Long delay = figures.micros(at + "delay");
        Long time = figures.micros(at + "time");
        return delay != null && delay == 0 && time != null && time > LONG_RUN_MICROS ? null : delay;
    }

    private void kernelSide(VcpuCounters.Builder vcpu, VcpuThread thread) {
        vcpu.setThreadId(thread.tid());
        if (vcpu.getDelayMicros() == null) {
            vcpu.setDelayMicros(reading.begin().optional(thread.directory(), "schedstat", VcpuThreads::delay));
        }
        String group = thread.ownCgroup();
        if (group == null) return;
        throttling.of(group).ifPresent(counters -> vcpu.setPeriods(counters.periods())
                .setThrottledPeriods(counters.throttledPeriods())
                .setThrottledMicros(counters.throttledMicros()));
    }

    /** A thread's schedstat holds time run, time waited (both nanoseconds) and time slices: none, no statistics. */
    private static @Nullable Long delay(Text text) throws MalformedFileException {
        if (!text.nextLine()) throw text.malformed("is empty");
        text.skipWords(1);
        long waited = text.number();
        return text.number() == 0 ? null : (Long) (waited / NANOS_PER_MICRO);
    }

    private static @Nullable VcpuState state(@Nullable Integer state) {
        var states = VcpuState.values();
        return state == null || state >= states.length ? null : states[state];
    }
}
