package io.loadmark.collector.process;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a process from round to round.
 *
 * @param startTicks with the pid it names one process
 * @param cgroupPath absent when unknown, or not asked for
 * @param selected whether the filter takes it
 */
record KnownProcess(
        long pid,
        long startTicks,
        long startMicros,
        String command,
        @Nullable String cgroupPath,
        ServiceName service,
        @Nullable Long namespacePid,
        boolean selected) {
    /** A launcher sets up and starts the service itself by exec within this time, mostly. */
    private static final long YOUNG_MICROS = TimeUnit.SECONDS.toMicros(10);

    String entityId() {
        return pid + "@" + startMicros;
    }

    boolean isStill(ProcessStat stat) {
        return startTicks == stat.startTicks();
    }

    /** Whether it may have become another program by exec, and with it another service. */
    boolean mayHaveChanged(ProcessStat stat, long nowMicros) {
        return isYoung(nowMicros) || !command.equals(stat.command());
    }

    /** Whether a launcher may still be at work in it. */
    boolean isYoung(long nowMicros) {
        return nowMicros - startMicros < YOUNG_MICROS;
    }
}
