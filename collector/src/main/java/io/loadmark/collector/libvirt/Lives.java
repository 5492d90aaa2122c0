package io.loadmark.collector.libvirt;

import io.loadmark.collector.identity.HostClock;
import io.loadmark.collector.libvirt.connection.DomainReading;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells the runs of domains apart: a restart, a restore or a migration makes a new QEMU process, whose counters begin
 * anew, and a new number of libvirt's. For one thread.
 */
final class Lives {
    private static final Duration SEARCH_AGAIN = Duration.ofSeconds(30);

    private final @Nullable QemuProcesses processes;
    private final HostClock clock;
    private final Map<UUID, Life> running = new HashMap<>();
    private final Set<UUID> seen = new HashSet<>();
    private long nextSearchNanos;

    /** Without {@code processes} those of the domains can't be seen: they run on another host. */
    Lives(@Nullable QemuProcesses processes, HostClock clock) {
        this.processes = processes;
        this.clock = clock;
        nextSearchNanos = clock.monotonicNanos();
    }

    void beginRound() {
        seen.clear();
        if (processes != null) processes.beginRound();
    }

    /** A domain runs; its life if that is the same as before. */
    Optional<Life> known(DomainReading reading) {
        seen.add(reading.uuid());
        var life = running.get(reading.uuid());
        return life == null || life.libvirtId() != reading.id() ? Optional.empty() : Optional.of(life);
    }

    /** A domain runs whose life is not known: another one begins. */
    Life begin(DomainReading reading, long nowMicros) {
        var process = find(reading.uuid());
        long start = process.map(QemuProcess::startMicros).orElse(nowMicros);
        var life = new Life(reading.id(), start, process.orElse(null));
        running.put(reading.uuid(), life);
        return life;
    }

    Optional<Life> of(UUID domain) {
        return Optional.ofNullable(running.get(domain));
    }

    Set<UUID> running() {
        return running.keySet();
    }

    /** Ends a round: the domains that ran before it and not in it. */
    List<UUID> endRound() {
        var gone = running.keySet().stream()
                .filter(domain -> !seen.contains(domain))
                .toList();
        gone.forEach(running::remove);
        searchAgain();
        return gone;
    }

    /** The process of a domain whose number of vCPUs has changed has other threads. */
    void look(UUID domain) {
        var life = running.get(domain);
        if (life != null) find(domain).ifPresent(life::found);
    }

    private void searchAgain() {
        if (clock.monotonicNanos() - nextSearchNanos < 0) return;
        nextSearchNanos = clock.monotonicNanos() + SEARCH_AGAIN.toNanos();
        running.forEach((domain, life) -> {
            if (life.process() == null) find(domain).ifPresent(life::found);
        });
    }

    private Optional<QemuProcess> find(UUID domain) {
        return processes == null ? Optional.empty() : processes.of(domain.toString());
    }
}
