package io.loadmark.collector.sampling;

import java.io.IOException;

/** Something that is read once a tick. Used by one thread at a time. */
public interface Source extends AutoCloseable {

    /** Names it in metrics, logs and health: {@code host}, {@code cgroup}, {@code process}, {@code libvirt}. */
    String name();

    /**
     * Reads everything once and publishes it.
     *
     * @throws IOException if nothing could be read at all
     */
    Round read(SampleSink sink) throws IOException;

    /** Lets go of what it holds; after the last round. */
    @Override
    default void close() {}

    /**
     * What a round came to.
     *
     * @param samples records of samples published
     * @param missing files that should have been there and could not be read
     * @param limited entities not sampled because there are more than the configured limit
     */
    record Round(int samples, int missing, int limited) {}
}
