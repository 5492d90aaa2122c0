package io.loadmark.model.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.curve.LoadQpsCurve;
import io.loadmark.model.curve.Windows;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PlainRulesTest {
    @Test
    void theyAreWhatWasSeenAndWhatAMeanRequestLeavesRoomFor() {
        // 30 requests took 0.2 seconds of half a core.
        var rules = PlainRules.of(Windows.learned(List.of(Windows.at(0, 10, 0.08), Windows.at(1, 20, 0.12))));
        assertThat(rules.mostSeen()).isEqualTo(20);
        assertThat(Objects.requireNonNull(rules.ratio())).isCloseTo(0.5 * 30 / 0.2, within(1e-9));
    }

    @Test
    void withoutRequestsThereIsNoRatio() {
        assertThat(PlainRules.of(LoadQpsCurve.initial())).isEqualTo(new PlainRules(0, null));
    }
}
