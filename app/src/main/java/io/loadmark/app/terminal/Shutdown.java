package io.loadmark.app.terminal;

import java.time.Duration;

/** What is to be done when the process is asked to end, and how long that may take. */
public final class Shutdown {
    /** A person who pressed Ctrl-C waits no longer. What is cut off then is what a crash would cut off: nothing is lost. */
    private static final Duration PATIENCE = Duration.ofMillis(4800);

    private static final int STATUS = 130;

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
        return hook;
    }

    private static void watch(String name) {
        var watchdog = new Thread(
                () -> {
                    try {
                        Thread.sleep(PATIENCE.toMillis());
                        Runtime.getRuntime().halt(STATUS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "shutdown-watchdog-" + name);
        watchdog.setDaemon(true);
        watchdog.start();
    }
}
