package io.loadmark.model.share;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuSetTest {
    @Test
    void listsAreReadAsLinuxAndLibvirtWriteThem() {
        assertThat(CpuSet.parse("0-3,^2,8")).contains(CpuSet.of(0, 1, 3, 8));
        assertThat(CpuSet.parse("5")).contains(CpuSet.of(5));
        assertThat(CpuSet.parse("0-1")).contains(CpuSet.first(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3-1", "a", "0,", "-1", "0-9999999"})
    void whatIsNoListIsNone(String text) {
        assertThat(CpuSet.parse(text)).isEmpty();
    }

    @Test
    void setsHaveAnOrderOfTheirOwn() {
        assertThat(CpuSet.ORDER.compare(CpuSet.of(0, 2), CpuSet.of(0, 3))).isNegative();
        assertThat(CpuSet.ORDER.compare(CpuSet.of(0, 3), CpuSet.of(0, 2))).isPositive();
        assertThat(CpuSet.ORDER.compare(CpuSet.of(1), CpuSet.of(1))).isZero();
    }
}
