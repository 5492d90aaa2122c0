package io.loadmark.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;

/**
 * Every schema that a release has written, kept as {@code history/NAME/VERSION.avsc} beside this class and listed in
 * {@code history/index.txt}, the oldest first. Records of any of them can still be read. What has changed since is added
 * with {@code mvn -pl schemas test -Dtest=SchemaRelease -Dschemas.release=VERSION}; what was released is never changed
 * or removed, which {@code SchemaHistoryTest} holds against a list of checksums.
 */
final class SchemaHistory {
    private SchemaHistory() {}

    static List<Schema> versionsOf(String fullName) {
        String prefix = fullName + "/";
        var versions = new ArrayList<Schema>();
        for (String entry : index()) {
            if (entry.startsWith(prefix)) versions.add(new Schema.Parser().parse(resource("history/" + entry)));
        }
        return versions;
    }

    /** {@code NAME/VERSION.avsc} of every released schema. */
    static List<String> index() {
        return resource("history/index.txt").lines().filter(l -> !l.isBlank()).toList();
    }

    private static String resource(String name) {
        try (var in = SchemaHistory.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
