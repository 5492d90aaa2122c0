package io.loadmark.schemas;

import static org.apache.avro.SchemaCompatibility.checkReaderWriterCompatibility;
import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.schema.RequestWindow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaHistoryTest {
    private static final Path SOURCES = Path.of("src/main/avro");

    @ParameterizedTest
    @MethodSource("standalone")
    void everyReleasedVersionIsReadByTodaysReader(Schema today) {
        assertThat(SchemaHistory.versionsOf(today.getFullName()))
                .as("releases of %s; see SchemaRelease", today.getFullName())
                .isNotEmpty()
                .allSatisfy(released -> assertReads(today, released));
    }

    @ParameterizedTest
    @MethodSource("standalone")
    void theNewestReleasedReaderReadsWhatIsWrittenToday(Schema today) {
        var versions = SchemaHistory.versionsOf(today.getFullName());
        assertReads(versions.get(versions.size() - 1), today);
    }

    @Test
    void everySchemaFileIsReleasedButForTheCommonParts() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            var names = files.filter(f -> f.toString().endsWith(".avsc"))
                    .filter(f -> !f.startsWith(SOURCES.resolve("common")))
                    .map(f -> f.getFileName().toString().replace(".avsc", ""))
                    .toList();
            assertThat(StandaloneRecords.schemas().map(Schema::getName)).containsAll(names);
        }
    }

    @Test
    void noReleasedFileChangesOrVanishes() throws IOException {
        var now = new ArrayList<String>();
        for (String entry : SchemaHistory.index()) now.add(ReleasedFiles.checksumLine(entry));
        assertThat(now).isEqualTo(ReleasedFiles.lines(ReleasedFiles.CHECKSUMS)).doesNotHaveDuplicates();
    }

    @Test
    void everyReleasedFileIsListed() throws IOException {
        try (var files = Files.walk(ReleasedFiles.HISTORY)) {
            var found = files.filter(f -> f.toString().endsWith(".avsc"))
                    .map(f -> ReleasedFiles.HISTORY.relativize(f).toString());
            assertThat(found).containsExactlyInAnyOrderElementsOf(SchemaHistory.index());
        }
    }

    @Test
    void aRecordOfAnEarlierVersionIsDecodedWithDefaultsForWhatItLacks() throws Exception {
        var today = new RandomRecords(1).of(RequestWindow.class);
        var earlier = without("routes", today.getSchema());
        var record = new GenericData.Record(earlier);
        for (var field : earlier.getFields()) record.put(field.pos(), today.get(field.name()));
        var bytes = new BinaryMessageEncoder<GenericRecord>(SpecificData.get(), earlier).encode(record);

        today.put("routes", List.of());
        assertThat(AvroCodec.of(RequestWindow.class, List.of(earlier)).decode(array(bytes)))
                .isEqualTo(today);
    }

    static Stream<Schema> standalone() {
        return StandaloneRecords.schemas();
    }

    private static void assertReads(Schema reader, Schema writer) {
        var compatibility = checkReaderWriterCompatibility(reader, writer);
        assertThat(compatibility.getType())
                .as(compatibility.getDescription())
                .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    private static byte[] array(ByteBuffer buffer) {
        var array = new byte[buffer.remaining()];
        buffer.get(array);
        return array;
    }

    private static Schema without(String name, Schema schema) {
        var fields = schema.getFields().stream()
                .filter(field -> !field.name().equals(name))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList();
        return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
    }
}
