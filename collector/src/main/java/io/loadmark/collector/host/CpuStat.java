package io.loadmark.collector.host;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.loadmark.collector.kernel.MalformedFileException;
import io.loadmark.collector.kernel.Text;
import io.loadmark.collector.kernel.UserHz;
import io.loadmark.schema.CpuTimes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is taken from {@code /proc/stat}; see proc(5). */
record CpuStat(
        CpuTimes cpu,
        List<CpuTimes> cpus,
        List<Integer> numbers,
        @Nullable Long contextSwitches,
        @Nullable Long runnableTasks,
        @Nullable Long blockedTasks) {
    private static final long MAX_CPU = 1 << 20;
    private static final byte[] CPU = "cpu".getBytes(US_ASCII);
    private static final byte[] CTXT = "ctxt ".getBytes(US_ASCII);
    private static final byte[] RUNNING = "procs_running ".getBytes(US_ASCII);
    private static final byte[] BLOCKED = "procs_blocked ".getBytes(US_ASCII);

    static CpuStat parse(Text text) throws MalformedFileException {
        CpuTimes all = null;
        var cpus = new ArrayList<CpuTimes>();
        var numbers = new ArrayList<Integer>();
        Long switches = null;
        Long runnable = null;
        Long blocked = null;
        while (text.nextLine()) {
            if (text.skip(CPU)) {
                if (text.skip(' ')) all = times(text);
                else {
                    numbers.add(number(text));
                    cpus.add(times(text));
                }
            } else if (text.skip(CTXT)) switches = text.number();
            else if (text.skip(RUNNING)) runnable = text.number();
            else if (text.skip(BLOCKED)) blocked = text.number();
        }
        if (all == null || cpus.isEmpty()) throw text.malformed("no CPUs");
        return new CpuStat(all, cpus, numbers, switches, runnable, blocked);
    }

    private static int number(Text text) throws MalformedFileException {
        long number = text.number();
        if (number < 0 || number > MAX_CPU) throw text.malformed("no number of a CPU");
        return (int) number;
    }

    private static CpuTimes times(Text text) throws MalformedFileException {
        return new CpuTimes(
                micros(text),
                micros(text),
                micros(text),
                micros(text),
                micros(text),
                micros(text),
                micros(text),
                micros(text),
                micros(text));
    }

    private static long micros(Text text) throws MalformedFileException {
        return UserHz.micros(text.number());
    }
}
