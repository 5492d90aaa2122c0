package io.loadmark.sink.migration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** One step of the database's history: {@code V001__name.sql}. Once released it never changes. */
record Migration(int version, String name, String checksum, List<String> statements) {
    private static final Pattern FILE = Pattern.compile("V(\\d{3})__[a-z0-9-]+\\.sql");

    static Migration resource(String file) {
        try (var in = Migration.class.getResourceAsStream(file)) {
            return of(file, new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the shipped " + file + " can't be read", e);
        }
    }

    static Migration of(String file, String script) {
        var match = FILE.matcher(file);
        if (!match.matches()) throw new IllegalArgumentException(file + " is no name of a migration");
        return new Migration(Integer.parseInt(match.group(1)), file, checksum(script), SqlScript.statements(script));
    }

    private static String checksum(String script) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(script.replace("\r\n", "\n").getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
