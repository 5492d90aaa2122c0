package io.loadmark.app.integration;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Waits for what must come, for as long as a slow machine may need. */
final class Await {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private Await() {}

    static void until(String what, Callable<Boolean> condition) {
        var unused = that(what, condition, met -> met);
    }

    /** The first value that is as wanted. What throws is not ready yet: a table that is still to be made, say. */
    static <T> T that(String what, Callable<T> value, Predicate<T> wanted) {
        long begin = System.nanoTime();
        Object seen = "nothing";
        @Nullable Exception fault = null;
        while (System.nanoTime() - begin < PATIENCE_NANOS) {
            try {
                T now = value.call();
                if (wanted.test(now)) return now;
                seen = now;
            } catch (Exception e) {
                seen = e;
                fault = e;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new AssertionError("waited in vain for " + what + "; last seen: " + seen, fault);
    }
}
