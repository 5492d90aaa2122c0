package io.loadmark.app.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.runtime.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {
    private final Path directory;

    CsvTableTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private CsvTable table(String text) throws Exception {
        return CsvTable.read(Files.writeString(directory.resolve("t.csv"), text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "qps,cpu\n10,0.2\n20,0.3\n",
                "qps;cpu\n10;0.2\n20;0.3",
                "\uFEFFqps\tcpu\r\n10\t0.2\r\n\r\n20\t0.3\r\n"
            })
    void separatorsLineEndsAndMarksAreUnderstood(String text) throws Exception {
        assertThat(table(text).columns()).containsExactly("qps", "cpu");
        assertThat(table(text).rows()).containsExactly(List.of("10", "0.2"), List.of("20", "0.3"));
    }

    @Test
    void quotedFieldsMayHoldSeparatorsAndLines() throws Exception {
        assertThat(table("name,qps\n\"a,b\",10\n\"c\nd\",20\n").rows())
                .containsExactly(List.of("a,b", "10"), List.of("c\nd", "20"));
    }

    @Test
    void shortRowsAreFilledAndLongOnesRefusedByNumber() throws Exception {
        assertThat(table("a,b\n1\n").rows()).containsExactly(List.of("1", ""));
        assertThatThrownBy(() -> table("a,b\n1,2\n1,2,3\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("row 3 has 3 fields, the header has 2");
    }

    @Test
    void whatIsNoTableIsRefused() {
        assertThatThrownBy(() -> table("")).hasMessageContaining("is empty");
        assertThatThrownBy(() -> table("a,a\n1,2\n")).hasMessageContaining("names the column 'a' twice");
        assertThatThrownBy(() -> table("<?xml version=\"1.0\"?>\n<testResults>"))
                .hasMessageContaining("is XML");
        assertThatThrownBy(() -> table("a,b\n\"1,2\n")).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> CsvTable.read(directory.resolve("none.csv"))).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> CsvTable.read(directory)).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> CsvTable.read(
                        Files.write(directory.resolve("bytes.csv"), new byte[] {'a', '\n', (byte) 0xff, (byte) 0xfe})))
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void numbersAreReadAsPeopleWriteThem() {
        assertThat(NumberColumn.number("1e3")).isEqualTo(1000);
        assertThat(NumberColumn.number("0,25")).isEqualTo(0.25);
        assertThat(NumberColumn.number("-3")).isEqualTo(-3);
        for (String none : List.of("", "N/A", "NaN", "12ms", "1,2,3", "0x10", "Infinity", "5f")) {
            assertThat(NumberColumn.number(none)).as(none).isNaN();
        }
        assertThat(NumberText.share("--full", "90%")).isEqualTo(0.9);
        assertThat(NumberText.share("--full", "90")).isEqualTo(0.9);
        assertThat(NumberText.share("--full", "0.9")).isEqualTo(0.9);
        assertThatThrownBy(() -> NumberText.share("--full", "0")).hasMessageContaining("--full is a share");
        assertThatThrownBy(() -> NumberText.share("--full", "much")).hasMessageContaining("'much'");
    }

    @Test
    void aNumberLessAColumnIsAColumn() throws Exception {
        var table = table("idle,100-idle2\n30,1\n");
        assertThat(NumberColumn.of(table, "--load", "100-idle").in(table.rows().get(0)))
                .isEqualTo(70);
        assertThat(NumberColumn.of(table, "--load", "100-idle2").in(table.rows().get(0)))
                .as("a column of just that name")
                .isEqualTo(1);
        assertThatThrownBy(() -> NumberColumn.of(table, "--load", "100-cpu"))
                .hasMessageContaining("--load")
                .hasMessageContaining("no column 'cpu'; it has idle, 100-idle2");
    }
}
