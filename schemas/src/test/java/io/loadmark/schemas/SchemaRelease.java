package io.loadmark.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Not a test but the tool that releases schemas, run by {@code mvn -pl schemas test -Dtest=SchemaRelease
 * -Dschemas.release=VERSION}: every standalone record whose newest release is not today's schema gets another. Commit
 * what it writes.
 */
class SchemaRelease {
    @Test
    @EnabledIfSystemProperty(named = "schemas.release", matches = "[1-9][0-9]*")
    void everyChangedSchemaGetsTheNewVersion() throws IOException {
        String version = System.getProperty("schemas.release", "");
        for (var schema : StandaloneRecords.schemas().toList()) {
            if (!isReleased(schema)) release(schema, schema.getFullName() + "/" + version + ".avsc");
        }
    }

    private static boolean isReleased(Schema schema) {
        var versions = SchemaHistory.versionsOf(schema.getFullName());
        return !versions.isEmpty()
                && SingleObject.fingerprint(versions.get(versions.size() - 1)) == SingleObject.fingerprint(schema);
    }

    private static void release(Schema schema, String entry) throws IOException {
        Path file = ReleasedFiles.HISTORY.resolve(entry);
        assertThat(file).as("a released version never changes").doesNotExist();
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, ReleasedFiles.text(schema));
        append(ReleasedFiles.INDEX, entry);
        append(ReleasedFiles.CHECKSUMS, ReleasedFiles.checksumLine(entry));
    }

    private static void append(Path file, String line) throws IOException {
        Files.write(file, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
