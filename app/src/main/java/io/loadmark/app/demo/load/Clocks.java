package io.loadmark.app.demo.load;

/** Ties {@link System#nanoTime} to the time of day, once, so that a step of the wall clock moves nothing. */
record Clocks(long nanos, long epochMicrosAtNanos) {
    static Clocks now() {
        return new Clocks(System.nanoTime(), System.currentTimeMillis() * 1000);
    }

    long epochMicros(long at) {
        return epochMicrosAtNanos + (at - nanos) / 1000;
    }
}
