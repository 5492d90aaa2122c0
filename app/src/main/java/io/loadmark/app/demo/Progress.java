package io.loadmark.app.demo;

import io.loadmark.model.capacity.Capacity;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the demo stands, for a person.
 *
 * @param phase what is being done
 * @param elapsed since the start
 * @param offeredQps by the load generator, requests per second
 * @param p99Millis of the last second by the generator's own record; null without answers
 * @param utilisation share of the entitlement by Loadmark's own reading; null before the first
 * @param samples final load samples
 * @param estimate newest; null before the first
 * @param notes what has been found so far, oldest first
 */
record Progress(
        Phase phase,
        Duration elapsed,
        double offeredQps,
        @Nullable Double p99Millis,
        @Nullable Double utilisation,
        int samples,
        @Nullable Capacity estimate,
        List<String> notes) {

    /** What is being done. */
    enum Phase {
        START(1, "starting"),
        WARM_UP(2, "warming up"),
        RAMP(3, "ramping up to 60 % of the CPU it may use"),
        PREDICT(4, "waiting for the last windows to close"),
        CHECK(5, "checking the prediction, step by step"),
        COUNT(6, "counting what went through");

        private final int number;
        private final String words;

        Phase(int number, String words) {
            this.number = number;
            this.words = words;
        }

        int number() {
            return number;
        }

        String words() {
            return words;
        }
    }
}
