package io.loadmark.app.demo.load;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * When the requests of a step are due. A Poisson process conditioned on its count is a sorted sample of the uniform
 * distribution, so that a step has exactly the QPS it was asked for, and gaps as random as real ones.
 */
final class Arrivals {
    private Arrivals() {}

    /** Nanoseconds from the step's start, ascending, in [0, {@code lengthNanos}). */
    static long[] draw(SplittableRandom random, int requests, long lengthNanos) {
        var due = new long[requests];
        for (int i = 0; i < requests; i++) due[i] = random.nextLong(lengthNanos);
        Arrays.sort(due);
        return due;
    }
}
