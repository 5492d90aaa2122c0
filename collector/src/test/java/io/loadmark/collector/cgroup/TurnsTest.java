package io.loadmark.collector.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final int GROUPS = 1000;
    private static final int ROUNDS = 10;
    private static final long SECOND = 1_000_000_000;

    private final Turns turns = new Turns(Duration.ofSeconds(ROUNDS), GROUPS - 1);
    private final List<Held> groups = Stream.generate(Held::new).limit(GROUPS).toList();

    private long due(long nanos) {
        turns.beginRound(nanos, GROUPS);
        return groups.stream().filter(turns::isDue).count();
    }

    @Test
    void aGroupIsReadWholeAtOnceAndThenInTurn() {
        assertThat(due(0)).isEqualTo(GROUPS);
        for (int round = 1; round <= 3 * ROUNDS; round++) {
            assertThat(due(round * SECOND)).as("round %d", round).isBetween(98L, 102L);
        }
    }

    @Test
    void eachHasItsTurnOnceAnIntervalHoweverLateRoundsAre() {
        due(0);
        var held = groups.get(0);
        var due = IntStream.rangeClosed(1, 60)
                .filter(round -> {
                    turns.beginRound(round * SECOND + round % 3 * 200_000_000L, GROUPS);
                    return turns.isDue(held);
                })
                .toArray();
        assertThat(due).hasSize(6);
        for (int i = 1; i < due.length; i++) assertThat(due[i] - due[i - 1]).isBetween(9, 11);
    }

    @Test
    void afterAPauseItIsOneTurnNotMany() {
        due(0);
        assertThat(due(100 * SECOND)).isEqualTo(GROUPS);
        assertThat(due(100 * SECOND + SECOND / 100)).isLessThan(GROUPS / 50);
    }

    @Test
    void amongFewItIsAlwaysEverybodysTurn() {
        due(0);
        turns.beginRound(1, GROUPS - 1);
        assertThat(groups).allMatch(turns::isDue);
    }
}
