package io.loadmark.collector.process;

import io.loadmark.collector.kernel.KernelFiles;
import io.loadmark.collector.kernel.KeyNumbers;
import io.loadmark.collector.kernel.MalformedFileException;
import io.loadmark.collector.kernel.Reading;
import io.loadmark.schema.ProcessSample;
import io.loadmark.schema.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Parses a process's files in {@code /proc}. For one thread. */
final class ProcessReader {
    private final KernelFiles files = new KernelFiles();
    private final Reading reading = new Reading(files);
    private final ThreadDelays delays = new ThreadDelays();
    private final OpenFiles openFiles;
    private final KeyNumbers io = KeyNumbers.of("read_bytes", "write_bytes");

    ProcessReader(Path proc) {
        openFiles = new OpenFiles(proc);
    }

    void beginRound() {
        delays.beginRound();
    }

    /** The process's stat line; null if there is no such process. */
    @Nullable
    ProcessStat stat(Path process) throws MalformedFileException {
        try {
            return ProcessStat.parse(files.read(process.resolve("stat")));
        } catch (MalformedFileException e) {
            throw e;
        } catch (IOException vanished) {
            return null;
        }
    }

    @Nullable
    String cgroupPath(Path process) {
        return reading.begin().optional(process, "cgroup", CgroupPath::parse);
    }

    /** The process's id in its own, innermost pid namespace. */
    @Nullable
    Long namespacePid(Path process) {
        var status = reading.begin().optional(process, "status", ProcessStatus::parse);
        return status == null ? null : status.namespacePid();
    }

    /** The process's effective user. */
    @Nullable
    Long uid(Path process) {
        var status = reading.begin().optional(process, "status", ProcessStatus::parse);
        return status == null ? null : status.uid();
    }

    /** Leaves nothing of the environment in memory but what it returns. */
    ServiceName service(Path process) {
        var service = reading.begin().optional(process, "environ", ServiceName::parse);
        files.wipe();
        return service == null ? ServiceName.NONE : service;
    }

    /** The process's sample; null when it has vanished meanwhile. */
    @Nullable
    ProcessSample read(Path process, Stamp stamp, KnownProcess known, ProcessStat stat) {
        reading.begin();
        var sample = ProcessSample.newBuilder()
                .setStamp(stamp)
                .setPid(known.pid())
                .setStartMicros(known.startMicros())
                .setCommand(stat.command())
                .setState(stat.state())
                .setCgroupPath(known.cgroupPath())
                .setServiceNamespace(known.service().namespace())
                .setServiceName(known.service().name())
                .setServiceInstanceId(known.service().instanceId())
                .setUserMicros(stat.userMicros())
                .setSystemMicros(stat.systemMicros())
                .setThreads(stat.threads())
                .setMajorFaults(stat.majorFaults());
        readStatus(process, sample);
        readFiles(process, sample);
        sample.setRunDelayMicros(runDelay(process));
        if (!reading.missing().isEmpty() && !Files.exists(process)) return null;
        return sample.setMissing(reading.missing()).build();
    }

    private void readStatus(Path process, ProcessSample.Builder sample) {
        var status = reading.required(process, "status", ProcessStatus::parse);
        if (status == null) return;
        sample.setUid(status.uid())
                .setRssBytes(status.rssBytes())
                .setSwapBytes(status.swapBytes())
                .setVoluntarySwitches(status.voluntarySwitches())
                .setInvoluntarySwitches(status.involuntarySwitches());
    }

    private void readFiles(Path process, ProcessSample.Builder sample) {
        sample.setOpenFiles(openFiles.count(process))
                .setOpenFilesLimit(reading.optional(process, "limits", OpenFiles::limit));
        reading.permittedNumbers(process, "io", io);
        sample.setReadBytes(io.get("read_bytes")).setWrittenBytes(io.get("write_bytes"));
    }

    private @Nullable Long runDelay(Path process) {
        try {
            return delays.sum(process);
        } catch (IOException e) {
            reading.miss("schedstat");
            return null;
        }
    }
}
