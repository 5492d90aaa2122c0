package io.loadmark.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.schema.Usage;
import io.loadmark.schema.Watermark;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AvroCodecTest {
    private static final int RECORDS = 50;

    @ParameterizedTest
    @MethodSource("types")
    void anyRecordComesBackAsItWas(Class<? extends SpecificRecord> type) throws BadRecordException {
        verifyRoundTrips(type);
    }

    private static <T extends SpecificRecord> void verifyRoundTrips(Class<T> type) throws BadRecordException {
        var codec = AvroCodec.of(type);
        for (long seed = 0; seed < RECORDS; seed++) {
            T record = new RandomRecords(seed).of(type);
            assertThat(codec.decode(codec.encode(record))).as("seed %d", seed).isEqualTo(record);
        }
    }

    @Test
    void aUnionTellsItsRecordsApart() throws BadRecordException {
        var union = AvroUnion.of(StandaloneRecords.ALL);
        for (var type : StandaloneRecords.ALL) {
            SpecificRecord record = new RandomRecords(7).of(type);
            assertThat(union.decode(union.encode(record))).isInstanceOf(type).isEqualTo(record);
        }
    }

    @Test
    void aUnionRefusesWhatItDoesNotCarryAndNamesWhatItDoes() {
        var union = AvroUnion.of(List.of(Usage.class));
        var watermark = new Watermark(0, 1, 2L);
        assertThatThrownBy(() -> union.decode(AvroCodec.of(Watermark.class).encode(watermark)))
                .isInstanceOf(BadRecordException.class)
                .hasMessage("none of [Usage] in any known version");
        assertThatThrownBy(() -> union.encode(watermark)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNotTheRecordIsRefusedWithItsReason() {
        var codec = AvroCodec.of(Watermark.class);
        byte[] bytes = codec.encode(new Watermark(0, 1, 2L));
        assertThatThrownBy(() -> codec.decode(new byte[0])).hasMessage("not in Avro single-object encoding");
        assertThatThrownBy(() -> codec.decode("{\"json\": true}".getBytes(UTF_8)))
                .hasMessage("not in Avro single-object encoding");
        assertThatThrownBy(() -> codec.decode(AvroCodec.of(Usage.class).encode(new RandomRecords(1).of(Usage.class))))
                .hasMessage("not a known version of io.loadmark.schema.Watermark");
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length - 1)))
                .hasMessageStartingWith("broken io.loadmark.schema.Watermark: ");
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessage("broken io.loadmark.schema.Watermark: bytes are left over");
    }

    static List<Class<? extends SpecificRecord>> types() {
        return StandaloneRecords.ALL;
    }
}
