package io.loadmark.model.trace;

/**
 * Which traces are kept: decided by the trace id alone, so that every member of a trace is kept or none, wherever it is
 * read. Ids are mixed first, because not all of their bits need be random, and because those that are may have decided on
 * sampling before.
 */
public final class TraceSampling {
    private static final double UNIT = 0x1p-53;

    private TraceSampling() {}

    /** Whether a trace is one of a share of all, in [0, 1]. */
    public static boolean isKept(long traceIdHigh, long traceIdLow, double rate) {
        return (mixed(traceIdLow + 0x9e3779b97f4a7c15L * mixed(traceIdHigh)) >>> 11) * UNIT < rate;
    }

    /** Stafford's variant 13 of the finaliser of MurmurHash3. */
    private static long mixed(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
