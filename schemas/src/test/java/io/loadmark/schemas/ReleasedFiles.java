package io.loadmark.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/** Released schemas as files of this module; paths are relative to the module, where Maven runs its tests. */
final class ReleasedFiles {
    static final Path HISTORY = Path.of("src/main/resources/io/loadmark/schemas/history");
    static final Path INDEX = HISTORY.resolve("index.txt");
    /** Lines of `SHA-256  NAME/VERSION.avsc`, as sha256sum writes them. */
    static final Path CHECKSUMS = Path.of("src/test/resources/io/loadmark/schemas/released.sha256");

    private static final Pattern JAVA_STRING =
            Pattern.compile("\\{\\s*\"type\" : \"string\",\\s*\"avro.java.string\" : \"String\"\\s*}");

    private ReleasedFiles() {}

    /** The schema with everything that it refers to and its docs, without what concerns Java alone. */
    static String text(Schema schema) {
        return JAVA_STRING.matcher(schema.toString(true)).replaceAll("\"string\"") + "\n";
    }

    static String checksumLine(String entry) throws IOException {
        return sha256(Files.readAllBytes(HISTORY.resolve(entry))) + "  " + entry;
    }

    static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
