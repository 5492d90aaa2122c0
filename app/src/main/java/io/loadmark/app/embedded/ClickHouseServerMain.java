package io.loadmark.app.embedded;

import com.sun.jna.Native;
import com.sun.jna.StringArray;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The ClickHouse server, in a process of its own because the engine ends the process it runs in. Serves HTTP until its
 * standard input ends, which a parent that dies brings about too, or until SIGTERM. Ctrl-C and a closed terminal are
 * the parent's to handle. Prints its port on standard output and errors on standard error.
 */
final class ClickHouseServerMain {
    static final String PORT_LINE = "http-port";
    private static final int LONGEST_STOP_SECONDS = 20;

    private final LibC libc = LibC.INSTANCE;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final int keepAliveRead;
    private final int keepAliveWrite;

    private ClickHouseServerMain() {
        var pipe = new int[2];
        if (libc.pipe(pipe) != 0) throw new IllegalStateException("no pipe: errno " + Native.getLastError());
        keepAliveRead = pipe[0];
        keepAliveWrite = pipe[1];
    }

    /** {@code library configFile dataPath port}; port 0 takes any free one. */
    public static void main(String[] args) {
        new ClickHouseServerMain().serve(args[0], args[1], args[2], args[3]);
    }

    private void serve(String library, String configFile, String dataPath, String port) {
        libc.signal(LibC.SIGINT, LibC.SIG_IGN);
        libc.signal(LibC.SIGHUP, LibC.SIG_IGN);
        var chdb = Native.load(library, LibChdb.class);
        chdb.chdb_set_signal_handlers_enabled(0);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "stop"));
        var watch = new Thread(this::stopAtEndOfInput, "watch-input");
        watch.setDaemon(true);
        watch.start();
        var arguments = arguments(configFile, dataPath, port).toArray(String[]::new);
        var result = chdb.chdb_query_cmdline(arguments.length, new StringArray(arguments, "UTF-8"));
        String error = chdb.chdb_result_error(result);
        if (error != null) System.err.println(error);
        System.err.flush();
        // The engine is shut down; what atexit would still tear down hangs or crashes in a JVM.
        libc._exit(stopped.get() && error == null ? 0 : 1);
    }

    private List<String> arguments(String configFile, String dataPath, String port) {
        return List.of(
                "clickhouse",
                "--config-file=" + configFile,
                "--path=" + dataPath,
                "--listen_host=127.0.0.1",
                "--http_port=" + port,
                "--implicit_select=0",
                "--query=" + queries());
    }

    /** The engine serves as long as its last query runs: one that reads a pipe until we close it. */
    private String queries() {
        return "SYSTEM START LISTEN HTTP;"
                + "SELECT '" + PORT_LINE + "', getServerPort('http_port')"
                + " INTO OUTFILE '/proc/self/fd/1' APPEND FORMAT TSV;"
                + "INSERT INTO FUNCTION null('line String') FROM INFILE '/proc/self/fd/" + keepAliveRead
                + "' FORMAT LineAsString";
    }

    private void stopAtEndOfInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("standard input: " + e.getMessage());
        }
        stop();
    }

    private void stop() {
        if (stopped.compareAndSet(false, true)) libc.close(keepAliveWrite);
    }

    private void stopAndWait() {
        stop();
        try {
            // Never counted down: serve() ends the process.
            if (!ended.await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) System.err.println("the engine does not end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
