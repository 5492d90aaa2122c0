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
import org.jspecify.annotations.Nullable;

/**
 * Parses a group's files, each controller's in the version that it is mounted in: CPU time, throttling and CPU pressure
 * always, all others when the group is read whole. For one thread.
 */
final class CgroupReader {
    private final Reading reading = new Reading(new KernelFiles());
    private final ControllerFiles v1 = new V1Files(reading);
    private final ControllerFiles v2 = new V2Files(reading);
    private final Hierarchies hierarchies;
    private final Path cpuDirectory;
    private final TaskStates states;
    private final String threadsFile;
    private @Nullable CgroupSample blank;

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

    /** What bounds the group, which has these limits above it. */
    Limits limits(Group group, Limits above, boolean whole) {
        var held = group.held();
        if (whole) held.holdBounds(readBounds(group));
        return above.with(held.bounds().bandwidth(), held.bounds().cpus());
    }

    private Held.Bounds readBounds(Group group) {
        reading.begin();
        var bandwidth = filesOf(Controller.CPU).bandwidth(group);
        var cpuset = group.directory(Controller.CPUSET);
        var cpus = cpuset == null ? null : filesOf(Controller.CPUSET).cpus(cpuset);
        return new Held.Bounds(bandwidth, cpus, reading.missing());
    }

    /** The states of the group's own threads; null when they can't be counted, none when the group has vanished. */
    TaskStates.@Nullable Count threads(Group group, boolean again) {
        var held = group.held();
        if (again || !held.isCounted()) held.holdThreads(count(group));
        return held.threads();
    }

    private TaskStates.@Nullable Count count(Group group) {
        var threads = reading.begin().optional(group.walked(), threadsFile, TaskStates::threads);
        if (threads != null) return states.count(threads);
        return vanished(group) ? TaskStates.Count.NONE : null;
    }

    /** The group's sample; {@code tasks} are those of the group and its descendants, null when they can't be counted. */
    CgroupSample read(
            Group group,
            @Nullable Domain domain,
            Stamp stamp,
            Limits limits,
            TaskStates.@Nullable Count tasks,
            boolean whole) {
        var held = group.held();
        var sample = held.sample();
        if (whole || sample == null) sample = readWhole(group, stamp);
        reading.begin();
        held.bounds().missing().forEach(reading::miss);
        held.missing().forEach(reading::miss);
        sample.setStamp(stamp)
                .setDomainName(domain == null ? null : domain.name())
                .setDomainUuid(domain == null ? null : domain.uuid())
                .setQuotaMicros(held.bounds().bandwidth().quotaMicros())
                .setPeriodMicros(held.bounds().bandwidth().periodMicros())
                .setCpusetCpus(limits.cpus())
                .setEntitlementCores(limits.entitlementCores());
        filesOf(Controller.CPU).readCpu(group, sample);
        var unified = group.unified();
        if (unified != null) {
            var file = group.files().of(unified, "cpu.pressure");
            sample.setCpuPressure(reading.optional(file, PressureFile::parse));
        }
        if (tasks == null) reading.miss(threadsFile);
        setLoad(group, stamp, tasks, sample);
        return sample.setMissing(reading.missing()).build();
    }

    /** Reads what is not read in every round. */
    private CgroupSample.Builder readWhole(Group group, Stamp stamp) {
        group.files().lookAgain();
        reading.begin();
        var sample = blank(stamp)
                .setPath(group.path())
                .setCreatedMicros(group.createdMicros())
                .setHierarchy(hierarchies.kind())
                .setContainerId(group.containerId())
                .setCpuWeight(filesOf(Controller.CPU).weight(group))
                .setSlowReadNanos(stamp.getMonotonicNanos());
        readControllers(group, sample);
        var unified = group.unified();
        if (unified != null) {
            sample.setMemoryPressure(pressure(unified, "memory.pressure"))
                    .setIoPressure(pressure(unified, "io.pressure"));
        }
        group.held().holdSample(sample, reading.missing());
        return sample;
    }

    /** A builder in which every field is set: those that are not cost much more to build. */
    private CgroupSample.Builder blank(Stamp stamp) {
        if (blank == null) {
            blank = CgroupSample.newBuilder()
                    .setStamp(stamp)
                    .setPath("")
                    .setCreatedMicros(0)
                    .setHierarchy(hierarchies.kind())
                    .build();
        }
        return CgroupSample.newBuilder(blank);
    }

    private static void setLoad(
            Group group, Stamp stamp, TaskStates.@Nullable Count tasks, CgroupSample.Builder sample) {
        var load = group.load();
        if (tasks != null) load.step(tasks.runnable() + tasks.blocked(), stamp.getMonotonicNanos());
        sample.setRunnableTasks(tasks == null ? null : (Integer) tasks.runnable())
                .setBlockedTasks(tasks == null ? null : (Integer) tasks.blocked())
                .setLoadAverage1(tasks == null ? null : load.one())
                .setLoadAverage5(tasks == null ? null : load.five())
                .setLoadAverage15(tasks == null ? null : load.fifteen());
    }

    private void readControllers(Group group, CgroupSample.Builder sample) {
        var memory = group.directory(Controller.MEMORY);
        if (memory != null) filesOf(Controller.MEMORY).readMemory(memory, sample);
        var io = group.directory(Controller.BLKIO);
        if (io != null) filesOf(Controller.BLKIO).readIo(io, sample);
        var pids = group.directory(Controller.PIDS);
        if (pids == null) return;
        sample.setPids(reading.number(pids, "pids.current"));
        if (sample.getPids() != null) sample.setPidsLimit(reading.number(pids, "pids.max"));
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
