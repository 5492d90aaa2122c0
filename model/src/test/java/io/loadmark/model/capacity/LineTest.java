package io.loadmark.model.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LineTest {
    private static Line through(double... pairs) {
        var line = new Line();
        for (int i = 0; i < pairs.length; i += 2) line.add(1, pairs[i], pairs[i + 1]);
        return line;
    }

    @Test
    void itsErrorIsLeastInTheMiddleOfThePoints() {
        // Residuals −1/6, 1/3, −1/6 leave one degree of freedom: a variance of 1/6.
        var line = through(0, 0, 1, 1.5, 2, 2);
        assertThat(line.slope()).isCloseTo(1, within(1e-12));
        assertThat(line.errorAt(1)).isCloseTo(Math.sqrt(1.0 / 6 / 3), within(1e-12));
        assertThat(line.errorAt(3)).isCloseTo(Math.sqrt(1.0 / 6 * (1.0 / 3 + 4.0 / 2)), within(1e-12));
    }

    @Test
    void twoPointsSayNothingOfIt() {
        assertThat(through(0, 0, 1, 1).errorAt(1)).isInfinite();
    }

    @Test
    void aLineThatMayNotBeBelowZeroAtRestGoesThroughZero() {
        var line = through(1, 0.5, 2, 2.5);
        assertThat(line.atZero()).isCloseTo(-1.5, within(1e-12));
        assertThat(line.slopeFromAtLeastZero()).isCloseTo((0.5 + 5) / 5, within(1e-12));
    }
}
