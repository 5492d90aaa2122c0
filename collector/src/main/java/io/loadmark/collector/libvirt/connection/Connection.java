package io.loadmark.collector.libvirt.connection;

import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One read-only connection to libvirt, for one thread. Any call may block for ever; see {@link Lane}. */
public interface Connection extends AutoCloseable {

    /** How connections are made. */
    @FunctionalInterface
    interface Connector {
        Connection open() throws LibvirtUnavailableException;
    }

    /** Figures of all running domains. */
    Snapshot statistics(Collection<StatsGroup> groups) throws LibvirtUnavailableException;

    /**
     * What one domain answers.
     *
     * @param libvirtId which run of it answered
     * @param xml its configuration, if that was asked for
     */
    record Answer(int libvirtId, @Nullable String xml, JobReport job) {}

    /** Asks one domain; empty if it does not run any more or can't answer. */
    Optional<Answer> ask(UUID domain, boolean configuration) throws LibvirtUnavailableException;

    /** Whether the connection still stands; without asking the daemon. */
    boolean isAlive();

    @Override
    void close();
}
