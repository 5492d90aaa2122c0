package io.loadmark.streams.align;

import io.loadmark.model.window.Lateness;
import io.loadmark.model.window.Tumbling;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.LayerLoad;
import io.loadmark.schema.LoadSample;
import io.loadmark.schema.Usage;
import io.loadmark.schema.UsageList;
import io.loadmark.streams.flow.WindowKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The usages of what runs on a physical host by join window, kept until no row can ask for them any more. Its guests have
 * cgroups and processes of the same names, so an entity is known with the host whose collector saw it.
 */
final class HostUsage {
    /** How long usages outlive their window's close and their own arrival: requests may wait for their placement. */
    private static final long KEPT_MICROS = Duration.ofMinutes(2).toNanos() / 1000;

    /** An interval this many times as long as a window, or longer, is a gap in sampling and says little of it. */
    private static final long GAP_WINDOWS = 2;

    private final KeyValueStore<WindowKey, UsageList> usages;
    private final Tumbling joinWindows;
    private final Lateness lateness;

    HostUsage(KeyValueStore<WindowKey, UsageList> usages, Tumbling joinWindows, Lateness lateness) {
        this.usages = usages;
        this.joinWindows = joinWindows;
        this.lateness = lateness;
    }

    /** The window that holds the middle of the usage's interval. */
    long windowOf(Usage usage) {
        return joinWindows.startOf((usage.getFromMicros() + usage.getToMicros()) / 2);
    }

    /** Adds a usage; false if it spans a gap in sampling. */
    boolean add(String hostKey, Usage usage) {
        long longest = GAP_WINDOWS * Math.max(joinWindows.lengthMicros(), Tumbling.SECOND.lengthMicros());
        if (usage.getToMicros() - usage.getFromMicros() > longest) return false;
        var key = key(windowOf(usage), hostKey, Entity.of(usage));
        var before = usages.get(key);
        List<Usage> all = new ArrayList<>(before == null ? List.of() : before.getUsages());
        all.removeIf(other -> other.getToMicros() == usage.getToMicros());
        all.add(usage);
        all.sort(Comparator.comparing(Usage::getToMicros));
        usages.put(key, new UsageList(all));
        return true;
    }

    private static WindowKey key(long start, String hostKey, Entity entity) {
        String name = entity.seenBy() + WindowKey.SEPARATOR + entity.kind() + WindowKey.SEPARATOR + entity.id();
        return new WindowKey(start, hostKey + WindowKey.SEPARATOR + name);
    }

    /** What a usage is of, and whose collector told it. */
    private record Entity(String seenBy, EntityKind kind, String id) {

        static Entity of(Usage usage) {
            return new Entity(usage.getHostId(), usage.getKind(), usage.getEntityId());
        }

        /** The entity that is a layer under a row's instance, if the row was placed on one. */
        static @Nullable Entity under(LoadSample row, EntityKind kind) {
            var placement = row.getPlacement();
            String physicalHost = placement.getPhysicalHostId();
            return switch (kind) {
                case HOST -> of(physicalHost, kind, physicalHost);
                case DOMAIN -> of(physicalHost, kind, placement.getDomainId());
                case CGROUP -> of(placement.getHostId(), kind, placement.getCgroupPath());
                case PROCESS -> of(placement.getHostId(), kind, placement.getProcessId());
            };
        }

        private static @Nullable Entity of(@Nullable String seenBy, EntityKind kind, @Nullable String id) {
            return seenBy == null || id == null ? null : new Entity(seenBy, kind, id);
        }
    }

    /** The row with the loads of its layers; {@code onTime}: only with what was stored before the window closed. */
    LoadSample beside(LoadSample requests, String hostKey, boolean onTime) {
        var row = LoadSample.newBuilder(requests).build();
        for (var kind : EntityKind.values()) {
            var entity = Entity.under(requests, kind);
            if (entity == null) continue;
            setLayer(row, kind, Layers.mean(of(requests.getStartMicros(), hostKey, entity, onTime)));
        }
        return row;
    }

    /** Whether usage that came after the window closed concerns the row. */
    boolean hasLate(LoadSample row, String hostKey) {
        for (var kind : EntityKind.values()) {
            var entity = Entity.under(row, kind);
            if (entity == null) continue;
            int all = of(row.getStartMicros(), hostKey, entity, false).size();
            if (of(row.getStartMicros(), hostKey, entity, true).size() < all) return true;
        }
        return false;
    }

    private List<Usage> of(long start, String hostKey, Entity entity, boolean onTime) {
        var found = usages.get(key(start, hostKey, entity));
        if (found == null) return List.of();
        long end = joinWindows.endOf(start);
        return found.getUsages().stream()
                .filter(u -> !onTime || !lateness.isLate(end, u.getReceivedMicros()))
                .toList();
    }

    /** Whether a usage belongs to one of the row's layers. */
    static boolean concerns(Usage usage, LoadSample row) {
        return Entity.of(usage).equals(Entity.under(row, usage.getKind()));
    }

    /** The row with the layers of an earlier revision where its own usages have been forgotten since. */
    static LoadSample keepingLayers(LoadSample row, LoadSample before) {
        for (var kind : EntityKind.values()) {
            var own = layer(row, kind);
            var earlier = layer(before, kind);
            if (earlier != null && (own == null || own.getSamples() < earlier.getSamples())) {
                setLayer(row, kind, earlier);
            }
        }
        return row;
    }

    private static @Nullable LayerLoad layer(LoadSample row, EntityKind kind) {
        return switch (kind) {
            case HOST -> row.getHost();
            case DOMAIN -> row.getDomain();
            case CGROUP -> row.getCgroup();
            case PROCESS -> row.getProcess();
        };
    }

    private static void setLayer(LoadSample row, EntityKind kind, @Nullable LayerLoad load) {
        row.put(kind.name().toLowerCase(Locale.ROOT), load);
    }

    void forget(long reachedMicros) {
        long before = reachedMicros - lateness.closes(joinWindows.lengthMicros()) - KEPT_MICROS;
        try (var entries = usages.range(WindowKey.from(0), WindowKey.from(before))) {
            while (entries.hasNext()) {
                var entry = entries.next();
                var last = entry.value.getUsages().get(entry.value.getUsages().size() - 1);
                if (last.getReceivedMicros() + KEPT_MICROS < reachedMicros) usages.delete(entry.key);
            }
        }
    }
}
