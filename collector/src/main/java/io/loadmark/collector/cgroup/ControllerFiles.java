package io.loadmark.collector.cgroup;

import io.loadmark.schema.CgroupSample;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The files of a cgroup version. A directory that a group lacks in a hierarchy leaves its fields absent. */
interface ControllerFiles {

    /** CPU time, throttling and weight. */
    void readCpu(Group group, CgroupSample.Builder sample);

    Bandwidth bandwidth(Group group);

    /** How many CPUs the group's cpuset names; absent where it says nothing. */
    @Nullable
    Integer cpus(Path directory);

    void readMemory(Path directory, CgroupSample.Builder sample);

    void readIo(Path directory, CgroupSample.Builder sample);
}
