package io.loadmark.collector.process;

import io.loadmark.collector.kernel.MalformedFileException;
import io.loadmark.collector.kernel.Text;
import io.loadmark.collector.kernel.UserHz;

/**
 * What is taken from {@code /proc/PID/stat}; see proc(5).
 *
 * @param startTicks start after boot in USER_HZ; with the pid it names one process
 */
public record ProcessStat(
        String command,
        String state,
        boolean kernelThread,
        long majorFaults,
        long userMicros,
        long systemMicros,
        long threads,
        long startTicks) {
    private static final long PF_KTHREAD = 0x0020_0000;

    /** Takes a whole file. */
    public static ProcessStat parse(Text text) throws MalformedFileException {
        var line = text.asOneLine();
        line.number(); // pid
        if (!line.hasWord() || !line.skip('(')) throw line.malformed("no command");
        String command = line.untilLast(')');
        String state = String.valueOf(line.letter());
        line.skipWords(5); // ppid pgrp session tty_nr tpgid
        boolean kernelThread = (line.number() & PF_KTHREAD) != 0;
        line.skipWords(2); // minflt cminflt
        long majorFaults = line.number();
        line.skipWords(1); // cmajflt
        long user = UserHz.micros(line.number());
        long system = UserHz.micros(line.number());
        line.skipWords(4); // cutime cstime priority nice
        long threads = line.number();
        line.skipWords(1); // itrealvalue
        return new ProcessStat(command, state, kernelThread, majorFaults, user, system, threads, line.number());
    }
}
