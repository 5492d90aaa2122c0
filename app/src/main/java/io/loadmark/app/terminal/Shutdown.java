package io.loadmark.app.terminal;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/** What is to be done when the process is asked to end, and how long that may take. */
public final class Shutdown {
    /** System property: how long the work may take, in milliseconds. More than the default is for tests. */
    public static final String PATIENCE_MILLIS = "loadmark.shutdown-millis";

    /** A person who pressed Ctrl-C waits no longer. What is cut off then is what a crash would cut off: nothing is lost. */
    private static final long DEFAULT_MILLIS = 4800;

    /** What a shell reports for a process that a signal ended: 128 and its number. */
    private static final Map<String, Integer> STATUSES = Map.of("HUP", 129, "INT", 130, "TERM", 143);

    private static final int UNKNOWN = -1;
    private static final AtomicInteger STATUS = new AtomicInteger(UNKNOWN);

    private Shutdown() {}

    /** Runs {@code work} on Ctrl-C, SIGTERM and a normal end; the process ends when it is done, or soon all the same. */
    public static Thread hook(String name, Runnable work) {
        var hook = new Thread(
                () -> {
                    watch(name);
                    work.run();
                },
                "shutdown-" + name);
        Runtime.getRuntime().addShutdownHook(hook);
        // As the JVM itself does it, which would not tell the status. A signal that is ignored stays so.
        STATUSES.forEach((signal, ended) -> Signals.register(signal, () -> end(ended)));
        return hook;
    }

    /** Ends the process with this status, also where closing what is open takes too long. */
    public static void end(int because) {
        var unused = STATUS.compareAndSet(UNKNOWN, because);
        Runtime.getRuntime().exit(because);
    }

    /** Ends the process with this status, and closes what is open before, or soon all the same. Does not wait. */
    public static void begin(int because) {
        var thread = new Thread(() -> end(because), "shutdown");
        thread.setDaemon(true);
        thread.start();
    }

    private static void watch(String name) {
        var watchdog = new Thread(
                () -> {
                    try {
                        Thread.sleep(Long.getLong(PATIENCE_MILLIS, DEFAULT_MILLIS));
                        Runtime.getRuntime().halt(STATUS.get());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "shutdown-watchdog-" + name);
        watchdog.setDaemon(true);
        watchdog.start();
    }
}
