package io.loadmark.collector.libvirt;

import io.loadmark.collector.identity.HostClock;
import io.loadmark.collector.identity.HostIdentity;
import io.loadmark.collector.inventory.Admission;
import io.loadmark.collector.inventory.Inventory;
import io.loadmark.collector.libvirt.connection.DomainReading;
import io.loadmark.collector.libvirt.connection.Notice;
import io.loadmark.collector.libvirt.connection.Notices;
import io.loadmark.collector.libvirt.connection.Snapshot;
import io.loadmark.collector.libvirt.connection.StatsGroup;
import io.loadmark.collector.sampling.SampleSink;
import io.loadmark.collector.sampling.Source;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.DomainInventory;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.Stamp;
import io.loadmark.schemas.Key;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Samples the domains that libvirt runs. All calls to libvirt are made by other threads; a round waits for the one that
 * tells of all domains, and takes along what the others have brought since the last.
 */
public final class LibvirtSource implements Source {
    /** Figures that are not read again for so many of their intervals are dropped. */
    private static final int INTERVALS_KEPT = 3;
    // virDomainState, virDomainPausedReason
    private static final long PAUSED = 3;
    private static final long FOR_MIGRATION = 2;

    private final LibvirtConfig config;
    private final Readers readers;
    private final HostIdentity host;
    private final HostClock clock;
    private final LibvirtMetrics metrics;
    private final Availability availability;
    private final Admission<UUID> admission;
    private final Inventory inventory;
    private final Lives lives;
    private final VcpuThreads threads;
    private final DomainSamples samples;
    private final Lifecycles lifecycles = new Lifecycles();
    private final Jobs jobs = new Jobs();
    private final DomainEvents allEvents;
    private final Map<UUID, DomainInventory> configurations = new HashMap<>();
    private final Set<StatsGroup> supported = EnumSet.noneOf(StatsGroup.class);
    private final String key;
    private boolean first = true;

    /**
     * What talks to libvirt.
     *
     * @param patience how long a round may wait for it
     */
    record Readers(FastReader fast, SlowReader slow, Watch watch, Notices notices, Duration patience) {}

    LibvirtSource(
            LibvirtConfig config,
            Readers readers,
            Lives lives,
            VcpuThreads threads,
            HostIdentity host,
            HostClock clock,
            LibvirtMetrics metrics) {
        this.config = config;
        this.readers = readers;
        this.lives = lives;
        this.threads = threads;
        this.host = host;
        this.clock = clock;
        this.metrics = metrics;
        samples = new DomainSamples(threads);
        availability = new Availability(config, clock);
        admission = new Admission<>(config.limit());
        inventory = new Inventory(host, EntityKind.DOMAIN);
        allEvents = DomainEvents.of(host);
        key = Key.host(host.tenant(), host.hostId());
    }

    @Override
    public String name() {
        return "libvirt";
    }

    @Override
    public Round read(SampleSink sink) throws IOException {
        if (!availability.isToBeTried()) return new Round(0, 0, 0);
        long start = clock.monotonicNanos();
        Snapshot snapshot;
        try {
            snapshot = readers.fast().read(readers.patience());
        } catch (IOException e) {
            if (availability.isNormal(e)) return new Round(0, 0, 0);
            throw e;
        }
        availability.found();
        var events = allEvents.to(sink);
        beginLives(snapshot, events);
        var left = readers.patience().minusNanos(clock.monotonicNanos() - start);
        takeAlong(first && !left.isNegative() ? left : Duration.ZERO, events);
        return publish(snapshot, events, sink);
    }

    /** Which domains run, and since when. */
    private void beginLives(Snapshot snapshot, DomainEvents events) {
        lives.beginRound();
        for (var reading : snapshot.domains()) {
            if (reading.id() < 0 || !admission.admits(reading.uuid())) continue;
            events.named(reading.uuid(), reading.name());
            var life = lives.known(reading).orElseGet(() -> begin(reading, snapshot));
            if (life.isArriving() && !isPausedForMigration(reading)) life.arrived(snapshot.wallMicros());
            life.sections().take(config.groups(), reading.figures(), snapshot.monotonicNanos(), supported);
        }
        for (var gone : lives.endRound()) {
            configurations.remove(gone);
            lifecycles.vanished(gone, snapshot.wallMicros());
            jobs.vanished(gone, snapshot.wallMicros(), events);
        }
    }

    private Life begin(DomainReading reading, Snapshot snapshot) {
        configurations.remove(reading.uuid());
        readers.watch().changed(reading.uuid());
        if (!first) lifecycles.appeared(reading.uuid(), snapshot.wallMicros());
        var life = lives.begin(reading, snapshot.wallMicros());
        if (isPausedForMigration(reading)) life.arrives();
        return life;
    }

    private static boolean isPausedForMigration(DomainReading reading) {
        return Long.valueOf(PAUSED).equals(reading.figures().number("state.state"))
                && Long.valueOf(FOR_MIGRATION).equals(reading.figures().number("state.reason"));
    }

    /** What has come since the last round; waits for it in the first. */
    private void takeAlong(Duration patience, DomainEvents events) {
        readers.slow().advance(patience).ifPresent(this::takeSlow);
        for (var visited : readers.watch().advance(lives.running(), patience)) take(visited, events);
        for (var notice : readers.notices().take()) take(notice, events);
    }

    private void takeSlow(Snapshot snapshot) {
        for (var reading : snapshot.domains()) {
            lives.of(reading.uuid())
                    .filter(life -> life.libvirtId() == reading.id())
                    .ifPresent(life -> life.sections()
                            .take(config.slowGroups(), reading.figures(), snapshot.monotonicNanos(), supported));
        }
    }

    private void take(Visits.Visited visited, DomainEvents events) {
        boolean current = lives.of(visited.domain())
                .filter(life -> life.libvirtId() == visited.libvirtId())
                .isPresent();
        if (!current) return;
        long now = clock.wallMicros();
        jobs.seen(visited.domain(), visited.job(), now, events);
        visited.configuration().ifPresent(configuration -> {
            var before = configurations.put(visited.domain(), configuration);
            jobs.seen(visited.domain(), configuration, now, events);
            if (before == null) return;
            for (var change : Changes.between(before, configuration)) events.changed(visited.domain(), now, change);
            if (before.getVcpus() != configuration.getVcpus()) lives.look(visited.domain());
        });
    }

    private void take(Notice notice, DomainEvents events) {
        if (notice instanceof Notice.Lifecycle change) {
            events.named(change.domain(), change.name());
            lifecycles.noticed(change, events);
            if (change.event().equals("rebooted")) {
                lives.of(change.domain()).ifPresent(life -> life.rebooted(change.atMicros()));
            }
        } else if (notice instanceof Notice.BlockJob job) {
            jobs.noticed(job, events);
        } else if (notice instanceof Notice.JobEnded job) {
            jobs.noticed(job, events);
        }
        readers.watch().changed(notice.domain());
    }

    private Round publish(Snapshot snapshot, DomainEvents events, SampleSink sink) {
        threads.beginRound();
        var stamp = new Stamp(
                host.tenant(), host.hostId(), host.bootId(), snapshot.wallMicros(), snapshot.monotonicNanos());
        int published = 0;
        int missing = 0;
        int stale = 0;
        for (var reading : snapshot.domains()) {
            var life = lives.of(reading.uuid()).orElse(null);
            if (life == null || life.libvirtId() != reading.id()) continue;
            forgetOld(life.sections(), snapshot.monotonicNanos());
            var shape = shape(reading.uuid(), life, stamp, sink);
            var sample = samples.of(stamp, reading, life, shape, jobs.running(reading.uuid()));
            sink.publish(Topic.DOMAIN, key, sample);
            published++;
            missing += sample.getMissing().size();
            if (sample.getStale()) stale++;
        }
        inventory.endRound(snapshot.wallMicros(), sink);
        lifecycles.endRound(events);
        metrics.round(published, stale);
        first = false;
        return new Round(published, missing, admission.endRound());
    }

    private void forgetOld(Sections sections, long nowNanos) {
        // A reading may have been given up and taken again: till then the others' parts are no more than late.
        var deadlines = config.callDeadline().multipliedBy(2);
        var kept = config.slowInterval().multipliedBy(INTERVALS_KEPT).plus(deadlines);
        long oldest = nowNanos - kept.toNanos();
        for (var group : config.slowGroups()) sections.forgetBefore(group, oldest);
    }

    private DomainSamples.@Nullable Shape shape(UUID domain, Life life, Stamp stamp, SampleSink sink) {
        var configuration = configurations.get(domain);
        if (configuration == null || life.isArriving()) {
            inventory.unreadable(domain.toString());
            return null;
        }
        var facts = life.facts(configuration);
        long since = inventory.present(domain.toString(), life.hereSinceMicros(), facts, stamp.getAtMicros(), sink);
        return new DomainSamples.Shape(configuration, since);
    }

    @Override
    public void close() {
        readers.fast().close();
        readers.slow().close();
        readers.watch().close();
    }
}
