package io.loadmark.collector.libvirt;

import io.loadmark.collector.libvirt.connection.Notice;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Starts and ends of domains: as libvirt tells them; and where it did not, because the connection was away, as they are
 * seen. A notice and what is seen come in either order, a moment apart. For one thread.
 */
final class Lifecycles {
    private static final String STARTED = "started";
    private static final String STOPPED = "stopped";
    private static final int ROUNDS = 3;

    private final Map<UUID, Waiting> seen = new HashMap<>();
    private final Map<UUID, Waiting> told = new HashMap<>();

    /** Something that waits for its other half for a few rounds. */
    private static final class Waiting {
        private final String event;
        private final long atMicros;
        private int rounds = ROUNDS;

        Waiting(String event, long atMicros) {
            this.event = event;
            this.atMicros = atMicros;
        }
    }

    /** libvirt told something. */
    void noticed(Notice.Lifecycle notice, DomainEvents events) {
        events.lifecycle(notice.domain(), notice.atMicros(), notice.event(), notice.detail());
        if (!notice.event().equals(STARTED) && !notice.event().equals(STOPPED)) return;
        if (!takeIf(seen, notice.domain(), notice.event())) {
            told.put(notice.domain(), new Waiting(notice.event(), notice.atMicros()));
        }
    }

    /** A domain runs that did not before. */
    void appeared(UUID domain, long atMicros) {
        saw(domain, STARTED, atMicros);
    }

    /** A domain does not run any more. */
    void vanished(UUID domain, long atMicros) {
        saw(domain, STOPPED, atMicros);
    }

    private void saw(UUID domain, String event, long atMicros) {
        if (!takeIf(told, domain, event)) seen.put(domain, new Waiting(event, atMicros));
    }

    private static boolean takeIf(Map<UUID, Waiting> waiting, UUID domain, String event) {
        var other = waiting.get(domain);
        return other != null && other.event.equals(event) && waiting.remove(domain, other);
    }

    /** Ends a round: tells what has been seen and not told. */
    void endRound(DomainEvents events) {
        told.values().removeIf(waiting -> --waiting.rounds < 0);
        seen.entrySet().removeIf(entry -> {
            var waiting = entry.getValue();
            boolean due = --waiting.rounds < 0;
            if (due) events.lifecycle(entry.getKey(), waiting.atMicros, waiting.event, "seen");
            return due;
        });
    }
}
