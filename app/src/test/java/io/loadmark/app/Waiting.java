package io.loadmark.app;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits for what must come, for as long as a slow machine may need: only a test that fails waits that long. */
public final class Waiting {
    public static final Duration PATIENCE = Duration.ofMinutes(5);

    private Waiting() {}

    /** What throws is not ready yet: a table that is still to be made, say. A failed assertion is final. */
    public static ConditionFactory await(String what) {
        return Awaitility.await(what)
                .atMost(PATIENCE)
                .dontCatchUncaughtExceptions()
                .ignoreExceptionsInstanceOf(Exception.class);
    }

    /** What comes of it in the end. */
    public static <T> T result(Future<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
