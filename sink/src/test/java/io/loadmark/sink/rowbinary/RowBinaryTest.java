package io.loadmark.sink.rowbinary;

import static io.loadmark.sink.rowbinary.ColumnType.BOOL;
import static io.loadmark.sink.rowbinary.ColumnType.BYTES;
import static io.loadmark.sink.rowbinary.ColumnType.FLOAT64;
import static io.loadmark.sink.rowbinary.ColumnType.INT32;
import static io.loadmark.sink.rowbinary.ColumnType.INT64;
import static io.loadmark.sink.rowbinary.ColumnType.LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.LABELS;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_INT64;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.STRING;
import static io.loadmark.sink.rowbinary.ColumnType.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowBinaryTest {
    private final RowBinary out = new RowBinary();

    @Test
    void numbersAreLittleEndianAndOfFixedWidth() {
        assertThat(written(INT32, -2)).isEqualTo("feffffff");
        assertThat(written(INT64, 0x0102030405060708L)).isEqualTo("0807060504030201");
        assertThat(written(FLOAT64, 1.0)).isEqualTo("000000000000f03f");
        assertThat(written(BOOL, true)).isEqualTo("01");
    }

    @Test
    void aTimeIsItsMicrosecondsAsANumber() {
        assertThat(written(TIME, 1_000_000L)).isEqualTo("40420f0000000000");
        assertThat(TIME.name()).isEqualTo("DateTime64(6, 'UTC')");
    }

    @Test
    void aStringIsItsLengthInUtf8AndItsBytes() {
        assertThat(written(STRING, "é")).isEqualTo("02c3a9");
        assertThat(written(LABEL, "a")).isEqualTo("0161");
        assertThat(written(BYTES, ByteBuffer.wrap(new byte[] {0, -1}))).isEqualTo("0200ff");
    }

    @Test
    void aLengthAbove127TakesSeveralBytes() {
        assertThat(written(STRING, "x".repeat(300))).startsWith("ac0278").hasSize(2 * 302);
    }

    @Test
    void anOptionalValueIsAFlagAndTheValueIfThereIsOne() {
        assertThat(written(OPTIONAL_INT64, null)).isEqualTo("01");
        assertThat(written(OPTIONAL_INT64, 0L)).isEqualTo("00" + "0000000000000000");
        assertThat(written(OPTIONAL_LABEL, "a")).isEqualTo("00" + "0161");
        assertThat(OPTIONAL_LABEL.name()).isEqualTo("LowCardinality(Nullable(String))");
    }

    @Test
    void anArrayIsItsLengthAndItsElements() {
        assertThat(written(LABELS, List.of("a", "bc"))).isEqualTo("02" + "0161" + "026263");
        assertThat(written(INT32.array().array(), List.of(List.of(1), List.of())))
                .isEqualTo("02" + "01" + "01000000" + "00");
        assertThat(INT32.array().array().name()).isEqualTo("Array(Array(Int32))");
    }

    @Test
    void aMissingValueIsNeverWrittenAsZero() {
        assertThatThrownBy(() -> INT64.write(out, null)).hasMessageContaining("Int64 is missing");
    }

    @Test
    void columnsOfARecordThatIsAbsentAreAllAbsent() {
        var inner = Columns.<String>none().add("length", INT32, String::length).add("text", STRING, s -> s);
        var outer = Columns.<Holder>none().perhaps("it_", inner, Holder::it).each("all", inner, Holder::all);

        assertThat(outer.list())
                .extracting(c -> c.name() + " " + c.type().name())
                .containsExactly(
                        "it_length Nullable(Int32)",
                        "it_text Nullable(String)",
                        "all.length Array(Int32)",
                        "all.text Array(String)");
        outer.write(out, new Holder(null, List.of("a")));
        assertThat(taken()).isEqualTo("01" + "01" + "01" + "01000000" + "01" + "0161");
        outer.write(out, new Holder("ab", List.of()));
        assertThat(taken()).isEqualTo("00" + "02000000" + "00" + "026162" + "00" + "00");
    }

    private <V> String written(ColumnType<V> type, @Nullable V value) {
        type.write(out, value);
        return taken();
    }

    private String taken() {
        return HexFormat.of().formatHex(out.take());
    }

    private record Holder(@Nullable String it, List<String> all) {}
}
