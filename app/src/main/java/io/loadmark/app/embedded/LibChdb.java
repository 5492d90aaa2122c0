package io.loadmark.app.embedded;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import org.jspecify.annotations.Nullable;

/** The part of {@code chdb.h} that runs a ClickHouse server: ClickHouse as a shared library, Apache-2.0. */
interface LibChdb extends Library {
    /** Runs {@code clickhouse local} with these arguments; returns when its last query has ended. */
    Pointer chdb_query_cmdline(int argc, StringArray argv);

    @Nullable
    String chdb_result_error(Pointer result);

    /** With 0, the engine leaves signals alone. The JVM needs SIGSEGV for its own null checks. */
    void chdb_set_signal_handlers_enabled(int enabled);
}
