package io.loadmark.collector.kernel;

/**
 * The unit of times in {@code /proc/stat}, {@code /proc/PID/stat} and {@code cpuacct.stat}. USER_HZ is a constant of the
 * kernel's ABI: 100 on every architecture that Loadmark runs on ({@code getconf CLK_TCK}), whatever CONFIG_HZ is.
 */
public final class UserHz {
    private static final long MICROS = 10_000;

    private UserHz() {}

    public static long micros(long ticks) {
        return ticks * MICROS;
    }
}
