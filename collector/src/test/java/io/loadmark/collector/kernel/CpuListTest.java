package io.loadmark.collector.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CpuListTest {
    @Test
    void rangesAndSingleCpusAreCounted() throws MalformedFileException {
        assertThat(CpuList.count(Text.of("0-3,8,10-11\n"))).isEqualTo(7);
        assertThat(CpuList.count(Text.of("0\n"))).isEqualTo(1);
        assertThat(CpuList.count(Text.of("\n"))).isNull();
    }

    @Test
    void aRangeThatEndsBeforeItStartsIsMalformed() {
        assertThatThrownBy(() -> CpuList.count(Text.of("3-1\n"))).isInstanceOf(MalformedFileException.class);
        assertThatThrownBy(() -> CpuList.count(Text.of("0-99999999999\n"))).isInstanceOf(MalformedFileException.class);
    }
}
