package io.loadmark.collector.kernellog;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The kernel's log from when it was opened on. Never waits. */
interface KernelLog extends AutoCloseable {

    /**
     * The next record; null when there is none yet.
     *
     * @throws OverrunException if records were overwritten before they were read; the next call goes on behind them
     */
    byte @Nullable [] next() throws IOException;

    @Override
    void close();

    /** Opens it. */
    interface Opener {
        KernelLog open() throws IOException;
    }

    /** Records are lost. */
    final class OverrunException extends IOException {
        private static final long serialVersionUID = 1;
    }
}
