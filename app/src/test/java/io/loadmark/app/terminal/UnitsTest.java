package io.loadmark.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnitsTest {
    @Test
    void bytesHaveThreeDigitsThatMeanSomething() {
        assertThat(Units.bytes(0)).isEqualTo("0 B");
        assertThat(Units.bytes(1023)).isEqualTo("1023 B");
        assertThat(Units.bytes(1536)).isEqualTo("1.5 KiB");
        assertThat(Units.bytes(700L << 20)).isEqualTo("700 MiB");
        assertThat(Units.bytes(3.5 * (1L << 40))).isEqualTo("3.5 TiB");
    }

    @Test
    void whatIsAbsentIsADash() {
        assertThat(Units.bytes(null)).isEqualTo("-");
        assertThat(Units.percent(null)).isEqualTo("-");
        assertThat(Units.decimal(null, 2)).isEqualTo("-");
        assertThat(Units.count(null)).isEqualTo("-");
    }

    @Test
    void namesOfOthersCanNotMoveTheCursor() {
        assertThat(Units.plain("a\nb\u001b[2Jc\u202ed\u2028")).isEqualTo("a?b?[2Jc?d?");
        assertThat(Units.plain("größe-漢")).isEqualTo("größe-漢");
    }
}
