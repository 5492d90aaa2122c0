package io.loadmark.collector.libvirt;

import io.loadmark.collector.identity.HostClock;
import io.loadmark.collector.libvirt.Visits.Visit;
import io.loadmark.collector.libvirt.Visits.Visited;
import io.loadmark.collector.libvirt.connection.Lane;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Visits domains in turn, for their configuration and their jobs, a few at a time and beside everything else. A domain
 * that does not answer is left alone for a while. For one thread.
 */
final class Watch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Watch.class);
    private static final int MOST_VISITS = 64;
    private static final Duration LEFT_ALONE = Duration.ofMinutes(5);
    private static final long NEVER = Long.MIN_VALUE;

    private final Lane<List<Visited>> lane;
    private final Duration configurationEvery;
    private final Duration jobEvery;
    private final HostClock clock;
    private final Map<UUID, Turn> turns = new HashMap<>();
    private @Nullable Visits visits;

    /** When a domain was last visited for what. */
    private static final class Turn {
        private long configuredNanos = NEVER;
        private long visitedNanos = NEVER;
        private long aloneUntilNanos = NEVER;
    }

    Watch(Lane<List<Visited>> lane, LibvirtConfig config, HostClock clock) {
        this.lane = lane;
        this.clock = clock;
        configurationEvery = config.inventoryInterval();
        jobEvery = config.slowInterval();
    }

    /** The domain's configuration has changed, or it is another one. */
    void changed(UUID domain) {
        var turn = turns.get(domain);
        if (turn != null) turn.configuredNanos = NEVER;
    }

    /**
     * Takes what has come, and lets the next domains be visited.
     *
     * @param patience how long to wait for answers
     */
    List<Visited> advance(Collection<UUID> running, Duration patience) {
        turns.keySet().retainAll(running);
        for (var domain : running) turns.computeIfAbsent(domain, unused -> new Turn());
        try {
            var answers = answers(Duration.ZERO);
            if (lane.isBusy()) return answers;
            startVisits();
            return answers.isEmpty() ? answers(patience) : answers;
        } catch (IOException e) {
            // The fast lane, too, notices a daemon that is away; its round fails.
            log.debug("domains were not visited", e);
            visits = null;
            return List.of();
        }
    }

    private List<Visited> answers(Duration patience) throws IOException {
        try {
            var answers = lane.await(patience);
            if (answers.isPresent()) visits = null;
            return answers.orElse(List.of());
        } catch (IOException e) {
            var failed = visits;
            if (failed != null) failed.current().ifPresent(this::leaveAlone);
            throw e;
        }
    }

    private void leaveAlone(UUID domain) {
        var turn = turns.get(domain);
        if (turn == null) return;
        turn.aloneUntilNanos = clock.monotonicNanos() + LEFT_ALONE.toNanos();
        log.info(
                "domain {} is not asked for its configuration for {}: it or libvirt does not answer",
                domain,
                LEFT_ALONE);
    }

    private void startVisits() throws IOException {
        long now = clock.monotonicNanos();
        var due = new ArrayList<Visit>();
        turns.entrySet().stream()
                .filter(entry -> isDue(entry.getValue(), now))
                .sorted(Comparator.comparingLong(entry -> entry.getValue().configuredNanos))
                .limit(MOST_VISITS)
                .forEach(entry -> due.add(visit(entry.getKey(), entry.getValue(), now)));
        // Also without any: a lost connection is noticed, and events come again.
        var started = new Visits(due);
        lane.start(started);
        visits = started;
    }

    private boolean isDue(Turn turn, long now) {
        if (turn.aloneUntilNanos != NEVER && now < turn.aloneUntilNanos) return false;
        return isOver(turn.configuredNanos, configurationEvery, now) || isOver(turn.visitedNanos, jobEvery, now);
    }

    private Visit visit(UUID domain, Turn turn, long now) {
        boolean configuration = isOver(turn.configuredNanos, configurationEvery, now);
        turn.visitedNanos = now;
        if (configuration) turn.configuredNanos = now;
        return new Visit(domain, configuration);
    }

    private static boolean isOver(long sinceNanos, Duration interval, long now) {
        return sinceNanos == NEVER || now - sinceNanos >= interval.toNanos();
    }

    @Override
    public void close() {
        lane.close();
    }
}
