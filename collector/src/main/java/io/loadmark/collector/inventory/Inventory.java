package io.loadmark.collector.inventory;

import io.loadmark.collector.identity.HostIdentity;
import io.loadmark.collector.sampling.SampleSink;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.EntityState;
import io.loadmark.schema.InventoryRecord;
import io.loadmark.schemas.Key;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entities of one kind. Round by round it publishes those seen for the first time (valid from when they came into
 * being), those that changed (valid from when that was seen) and those that vanished (likewise). It starts empty, so a
 * restarted collector publishes everything again, under the same keys where births are the same. For one thread.
 */
public final class Inventory {
    private final HostIdentity host;
    private final EntityKind kind;
    private final Map<String, Known> known = new HashMap<>();
    private long round;

    private static final class Known {
        private final long born;
        private final long validFrom;
        private final Facts facts;
        private long seenIn;

        Known(long born, long validFrom, Facts facts) {
            this.born = born;
            this.validFrom = validFrom;
            this.facts = facts;
        }
    }

    public Inventory(HostIdentity host, EntityKind kind) {
        this.host = host;
        this.kind = kind;
    }

    /**
     * The entity is there; {@code bornMicros} tells its lives apart.
     *
     * @return since when these facts hold, microseconds since 1970
     */
    public long present(String entityId, long bornMicros, Facts facts, long nowMicros, SampleSink sink) {
        var entity = known.get(entityId);
        boolean isNew = entity == null || entity.born != bornMicros;
        if (entity == null || isNew || !entity.facts.equals(facts)) {
            long validFrom = isNew ? bornMicros : nowMicros;
            publish(entityId, validFrom, facts, nowMicros, sink);
            entity = new Known(bornMicros, validFrom, facts);
            known.put(entityId, entity);
        }
        entity.seenIn = round;
        return entity.validFrom;
    }

    /** The entity is there, though it could not be read this time. */
    public void unreadable(String entityId) {
        var entity = known.get(entityId);
        if (entity != null) entity.seenIn = round;
    }

    /** Ends the round: what was not present in it is gone. */
    public void endRound(long nowMicros, SampleSink sink) {
        known.entrySet().removeIf(entry -> {
            boolean gone = entry.getValue().seenIn != round;
            if (gone) publish(entry.getKey(), nowMicros, null, nowMicros, sink);
            return gone;
        });
        round++;
    }

    private void publish(
            String entityId, long validFromMicros, @Nullable Facts facts, long nowMicros, SampleSink sink) {
        var inventory = InventoryRecord.newBuilder()
                .setTenant(host.tenant())
                .setHostId(host.hostId())
                .setKind(kind)
                .setEntityId(entityId)
                .setValidFromMicros(validFromMicros)
                .setState(facts == null ? EntityState.GONE : EntityState.PRESENT)
                .setObservedMicros(nowMicros);
        if (facts != null) facts.writeTo(inventory);
        // Padded, so that the keys of one entity sort by time.
        var validFrom = String.format(Locale.ROOT, "%016d", validFromMicros);
        var key = Key.join(host.tenant(), host.hostId(), kind.name(), entityId, validFrom);
        sink.publish(Topic.INVENTORY, key, inventory.build());
    }
}
