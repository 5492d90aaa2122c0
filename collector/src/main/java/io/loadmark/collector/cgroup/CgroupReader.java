package io.loadmark.collector.cgroup;

import io.loadmark.collector.kernel.CpuList;
import io.loadmark.collector.kernel.KernelFiles;
import io.loadmark.collector.kernel.PressureFile;
import io.loadmark.collector.kernel.Reading;
import io.loadmark.schema.CgroupSample;
import io.loadmark.schema.Pressure;
import io.loadmark.schema.Stamp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses a group's files, each controller's in the version that it is mounted in. For one thread. */
final class CgroupReader {
    private final Reading reading = new Reading(new KernelFiles());
    private final ControllerFiles v1 = new V1Files(reading);
    private final ControllerFiles v2 = new V2Files(reading);
    private final Hierarchies hierarchies;
    private final Path cpuDirectory;
    private final TaskStates states;
    private final String threadsFile;

    CgroupReader(Hierarchies hierarchies, Path proc, Path sys) {
        this.hierarchies = hierarchies;
        cpuDirectory = sys.resolve("devices/system/cpu");
        states = new TaskStates(proc);
        threadsFile = hierarchies.walked().equals(hierarchies.unified()) ? "cgroup.threads" : "tasks";
    }

    /** Starts a round; what all groups are bounded by. */
    Limits beginRound() {
        states.beginRound();
        return Limits.online(reading.begin().optional(cpuDirectory, "online", CpuList::count));
    }

    /**
     * What bounds a group.
     *
     * @param own its own quota
     * @param limits with those of its ancestors
     * @param missing files that could not be read for it
     */
    record Bounds(Bandwidth own, Limits limits, List<String> missing) {}

    /** What bounds the group, which has these limits above it. */
    Bounds bounds(Group group, Limits above) {
        reading.begin();
        var bandwidth = filesOf(Controller.CPU).bandwidth(group);
        var cpuset = group.directory(Controller.CPUSET);
        var cpus = cpuset == null ? null : filesOf(Controller.CPUSET).cpus(cpuset);
        return new Bounds(bandwidth, above.with(bandwidth, cpus), reading.missing());
    }

    /** The group's sample; {@code tasks} are those of the group and its descendants, null when they can't be counted. */
    CgroupSample read(
            Group group, @Nullable Domain domain, Stamp stamp, Bounds bounds, TaskStates.@Nullable Count tasks) {
        reading.begin();
        bounds.missing().forEach(reading::miss);
        var sample = CgroupSample.newBuilder()
                .setStamp(stamp)
                .setPath(group.path())
                .setCreatedMicros(group.createdMicros())
                .setHierarchy(hierarchies.kind())
                .setContainerId(group.containerId())
                .setDomainName(domain == null ? null : domain.name())
                .setDomainUuid(domain == null ? null : domain.uuid())
                .setQuotaMicros(bounds.own().quotaMicros())
                .setPeriodMicros(bounds.own().periodMicros())
                .setCpusetCpus(bounds.limits().cpus())
                .setEntitlementCores(bounds.limits().entitlementCores());
        filesOf(Controller.CPU).readCpu(group, sample);
        readControllers(group, sample);
        readPressure(group, sample);
        if (tasks == null) reading.miss(threadsFile);
        else readLoad(group, stamp, tasks, sample);
        return sample.setMissing(reading.missing()).build();
    }

    private static void readLoad(Group group, Stamp stamp, TaskStates.Count tasks, CgroupSample.Builder sample) {
        var load = group.load();
        load.step(tasks.runnable() + tasks.blocked(), stamp.getMonotonicNanos());
        sample.setRunnableTasks(tasks.runnable())
                .setBlockedTasks(tasks.blocked())
                .setLoadAverage1(load.one())
                .setLoadAverage5(load.five())
                .setLoadAverage15(load.fifteen());
    }

    private void readControllers(Group group, CgroupSample.Builder sample) {
        var memory = group.directory(Controller.MEMORY);
        if (memory != null) filesOf(Controller.MEMORY).readMemory(memory, sample);
        var io = group.directory(Controller.BLKIO);
        if (io != null) filesOf(Controller.BLKIO).readIo(io, sample);
        var pids = group.directory(Controller.PIDS);
        if (pids == null) return;
        sample.setPids(reading.number(pids, "pids.current")).setPidsLimit(reading.number(pids, "pids.max"));
    }

    private void readPressure(Group group, CgroupSample.Builder sample) {
        var unified = group.unified();
        if (unified == null) return;
        sample.setCpuPressure(pressure(unified, "cpu.pressure"))
                .setMemoryPressure(pressure(unified, "memory.pressure"))
                .setIoPressure(pressure(unified, "io.pressure"));
    }

    /** The states of the group's own threads; null when they can't be counted, none when the group has vanished. */
    TaskStates.@Nullable Count threads(Group group) {
        var threads = reading.begin().optional(group.walked(), threadsFile, TaskStates::threads);
        if (threads != null) return states.count(threads);
        return vanished(group) ? TaskStates.Count.NONE : null;
    }

    private @Nullable Pressure pressure(Path directory, String name) {
        return reading.optional(directory, name, PressureFile::parse);
    }

    private ControllerFiles filesOf(Controller controller) {
        return hierarchies.isV1(controller) ? v1 : v2;
    }

    static boolean vanished(Group group) {
        return !Files.exists(group.walked());
    }
}
