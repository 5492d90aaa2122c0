package io.loadmark.collector.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.loadmark.collector.fixture.Hosts;
import io.loadmark.collector.fixture.RecordingSink;
import io.loadmark.schema.CgroupInventory;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.EntityState;
import io.loadmark.schema.InventoryRecord;
import org.junit.jupiter.api.Test;

class InventoryTest {
    private final RecordingSink sink = new RecordingSink();
    private final Inventory inventory = new Inventory(Hosts.HOST, EntityKind.CGROUP);

    private record Container(String id) implements Facts {
        @Override
        public void writeTo(InventoryRecord.Builder record) {
            record.setCgroup(new CgroupInventory("/a", id, null, null));
        }
    }

    private void round(long nowMicros, long bornMicros, String id) {
        inventory.present("/a", bornMicros, new Container(id), nowMicros, sink);
        inventory.endRound(nowMicros, sink);
    }

    @Test
    void anEntityIsPublishedOnceFromItsBirthOn() {
        round(100, 50, "x");
        round(101, 50, "x");
        assertThat(sink.all(InventoryRecord.class)).singleElement().satisfies(born -> {
            assertThat(born.getValidFromMicros()).isEqualTo(50);
            assertThat(born.getObservedMicros()).isEqualTo(100);
            assertThat(born.getState()).isEqualTo(EntityState.PRESENT);
        });
        assertThat(sink.keys()).containsExactly("acme/h1/CGROUP/%2Fa/0000000000000050");
    }

    @Test
    void aChangeHoldsFromWhenItWasSeen() {
        round(100, 50, "x");
        round(101, 50, "y");
        assertThat(sink.all(InventoryRecord.class))
                .extracting(InventoryRecord::getValidFromMicros)
                .containsExactly(50L, 101L);
    }

    @Test
    void anotherLifeOfTheEntityHoldsFromItsOwnBirth() {
        round(100, 50, "x");
        round(101, 70, "x");
        assertThat(sink.all(InventoryRecord.class))
                .extracting(InventoryRecord::getValidFromMicros)
                .containsExactly(50L, 70L);
    }

    @Test
    void aVanishedEntityIsGoneOnceFromWhenItWasNoticed() {
        round(100, 50, "x");
        inventory.endRound(101, sink);
        inventory.endRound(102, sink);
        assertThat(sink.all(InventoryRecord.class))
                .extracting(InventoryRecord::getValidFromMicros, InventoryRecord::getState)
                .containsExactly(tuple(50L, EntityState.PRESENT), tuple(101L, EntityState.GONE));
    }

    @Test
    void anEntityThatCouldNotBeReadStays() {
        round(100, 50, "x");
        inventory.unreadable("/a");
        inventory.endRound(101, sink);
        assertThat(sink.all(InventoryRecord.class)).hasSize(1);
    }
}
