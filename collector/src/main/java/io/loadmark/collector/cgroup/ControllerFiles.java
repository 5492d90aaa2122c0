package io.loadmark.collector.cgroup;

import io.loadmark.schema.CgroupSample;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The files of a cgroup version. A directory that a group lacks in a hierarchy leaves its fields absent. */
interface ControllerFiles {

    /** CPU time and throttling. */
    void readCpu(Group group, CgroupSample.Builder sample);

    /** The weight as v2 has it. */
    @Nullable
    Long weight(Group group);

    Bandwidth bandwidth(Group group);

    /** How many CPUs the group's cpuset names; absent where it says nothing. */
    @Nullable
    Integer cpus(Path directory);

    void readMemory(Path directory, CgroupSample.Builder sample);

    void readIo(Path directory, CgroupSample.Builder sample);
}
