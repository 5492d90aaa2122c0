package io.loadmark.streams.usage;

import static io.loadmark.streams.usage.HostLoad.asDouble;

import io.loadmark.model.usage.Rates;
import io.loadmark.schema.LayerLoad;
import io.loadmark.schema.ProcessSample;
import org.jspecify.annotations.Nullable;

/** The load of a process between two samples. */
final class ProcessLoad {
    private ProcessLoad() {}

    static LayerLoad between(ProcessSample from, ProcessSample to) {
        var rates =
                Rates.between(from.getStamp().getMonotonicNanos(), to.getStamp().getMonotonicNanos());
        return LayerLoad.newBuilder()
                .setSeconds(rates.seconds())
                .setSamples(1)
                .setCpuCores(rates.cores(
                        sum(from.getUserMicros(), from.getSystemMicros()),
                        sum(to.getUserMicros(), to.getSystemMicros())))
                .setRunDelayCores(rates.cores(from.getRunDelayMicros(), to.getRunDelayMicros()))
                .setMemoryUsedBytes(asDouble(to.getRssBytes()))
                .setMajorFaultsPerSecond(rates.perSecond(from.getMajorFaults(), to.getMajorFaults()))
                .setReadBytesPerSecond(rates.perSecond(from.getReadBytes(), to.getReadBytes()))
                .setWriteBytesPerSecond(rates.perSecond(from.getWrittenBytes(), to.getWrittenBytes()))
                .setThreads(asDouble(to.getThreads()))
                .setOpenFiles(asDouble(to.getOpenFiles()))
                .setOpenFilesLimit(asDouble(to.getOpenFilesLimit()))
                .setContextSwitchesPerSecond(rates.perSecond(
                        sum(from.getVoluntarySwitches(), from.getInvoluntarySwitches()),
                        sum(to.getVoluntarySwitches(), to.getInvoluntarySwitches())))
                .build();
    }

    private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
        return one == null || other == null ? null : Long.valueOf(one + other);
    }
}
