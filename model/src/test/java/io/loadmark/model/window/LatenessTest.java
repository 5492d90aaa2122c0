package io.loadmark.model.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatenessTest {
    private final Lateness lateness = Lateness.of(Duration.ofSeconds(10), Duration.ofHours(1));
    private final long end = 1_000_000;

    @Test
    void whatIsStoredBeforeTheCloseIsOnTimeAndTheCloseItselfIsLate() {
        assertThat(lateness.closes(end)).isEqualTo(11_000_000);
        assertThat(lateness.isLate(end, 10_999_999)).isFalse();
        assertThat(lateness.isLate(end, 11_000_000)).isTrue();
    }

    @Test
    void afterTheCorrectionTimeItIsTooLate() {
        assertThat(lateness.isTooLate(end, 3_610_999_999L)).isFalse();
        assertThat(lateness.isTooLate(end, 3_611_000_000L)).isTrue();
    }

    @Test
    void windowsFollowEachOtherWithoutGap() {
        var fiveSeconds = Tumbling.of(Duration.ofSeconds(5));
        assertThat(fiveSeconds.startOf(9_999_999)).isEqualTo(5_000_000);
        assertThat(fiveSeconds.endOf(5_000_000)).isEqualTo(fiveSeconds.startOf(10_000_000));
        assertThat(fiveSeconds.startOf(-1)).isEqualTo(-5_000_000);
    }
}
