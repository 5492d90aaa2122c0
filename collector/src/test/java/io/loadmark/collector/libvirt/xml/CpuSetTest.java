package io.loadmark.collector.libvirt.xml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuSetTest {
    @Test
    void rangesAddAndCaretsTakeAway() {
        assertThat(CpuSet.parse("0-7,^3,12").orElseThrow().stream()).containsExactly(0, 1, 2, 4, 5, 6, 7, 12);
    }

    @Test
    void whatIsNoSetIsNone() {
        for (String text : new String[] {"", "a", "3-1", "1-", "99999999", "1,,2", "-1"}) {
            assertThat(CpuSet.parse(text)).as(text).isEmpty();
        }
    }
}
