package io.loadmark.app.up;

import java.nio.file.Path;

/** Told of the life of {@link Up}. */
@FunctionalInterface
public interface UpListener {
    /** Of what takes long at the start, in one line. */
    void progress(String line);

    /** The data directory belongs to this process from now on: nothing may be written into it before. */
    default void holds(Path dataDirectory) {}

    /**
     * The embedded broker can't go on, for the reason given in one line: nothing is taken any more, and the process should
     * end. On a thread of the broker's, which must not wait for {@link Up#close}.
     */
    default void lost(String reason) {}
}
