package io.loadmark.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.collector.fixture.FakeClock;
import io.loadmark.collector.fixture.Hosts;
import io.loadmark.schema.Event;
import io.loadmark.schema.EventPhase;
import io.loadmark.schema.EventType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToldEventsTest {
    private final FakeClock clock = new FakeClock(Hosts.NOW_MICROS);
    private final List<Event> told = new ArrayList<>();
    private final ToldEvents events = new ToldEvents(Hosts.HOST, clock, told::add);

    @Test
    void anOutageHasAStartAndAnEndThatBelongTogether() {
        events.kafkaAway("no broker");
        clock.advance(Duration.ofMinutes(3));
        events.kafkaCaughtUp();

        assertThat(told).extracting(Event::getPhase).containsExactly(EventPhase.START, EventPhase.END);
        assertThat(told).extracting(Event::getType).containsOnly(EventType.COLLECTOR);
        assertThat(told).extracting(Event::getHostId).containsOnly("h1");
        assertThat(told.get(0).getDetail()).isEqualTo("no broker");
        assertThat(told.get(1).getSpanId()).isEqualTo(told.get(0).getSpanId());
        assertThat(told.get(1).getStartMicros()).isEqualTo(Hosts.NOW_MICROS);
        assertThat(told.get(1).getAtMicros()).isEqualTo(Hosts.NOW_MICROS + 180_000_000L);
    }

    @Test
    void lossesOfAKindAreSummedUpForTenSeconds() {
        for (int i = 0; i < 25; i++) {
            events.dropped(Loss.SPOOL_FULL, 4, "the spool is full");
            clock.advance(Duration.ofSeconds(1));
        }
        events.dropped(Loss.DAMAGED, 1, "00001.spool");

        assertThat(told)
                .extracting(Event::getDetail)
                .containsExactly(
                        "4 records lost (spool_full): the spool is full",
                        "40 records lost (spool_full): the spool is full",
                        "40 records lost (spool_full): the spool is full",
                        "1 records lost (damaged): 00001.spool");
    }
}
