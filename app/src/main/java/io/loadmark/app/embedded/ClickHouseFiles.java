package io.loadmark.app.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/**
 * What the embedded ClickHouse keeps below the data directory. Its settings are written anew at each start; the password
 * is made once, is readable by its owner only, and stands on no command line.
 */
final class ClickHouseFiles {
    static final String USER = "loadmark";
    private static final int PASSWORD_BYTES = 24;

    private final Path directory;
    private final Path log;

    ClickHouseFiles(DataDirectory data) {
        this.directory = data.clickHouse();
        this.log = data.logs().resolve("clickhouse.log");
    }

    Path directory() {
        return directory;
    }

    Path config() {
        return directory.resolve("config.xml");
    }

    Path data() {
        return directory.resolve("data");
    }

    LoopbackPorts port() {
        return new LoopbackPorts(directory.resolve("port"));
    }

    /** Writes the settings, and returns the password of {@link #USER}. */
    String prepare() throws IOException {
        PrivateFiles.directory(data());
        String password = password();
        PrivateFiles.write(config(), filled("config.xml", Map.of("log", log.toString())));
        PrivateFiles.write(
                directory.resolve("users.xml"),
                filled("users.xml", Map.of("user", USER, "password-sha256", sha256(password))));
        return password;
    }

    private String password() throws IOException {
        Path file = directory.resolve("password");
        if (!Files.exists(file)) {
            var random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            PrivateFiles.write(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file).trim();
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** A shipped file with its {@code ${name}} filled in. */
    private static String filled(String name, Map<String, String> values) throws IOException {
        try (var in = Objects.requireNonNull(ClickHouseFiles.class.getResourceAsStream(name), name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (var value : values.entrySet()) {
                text = text.replace("${" + value.getKey() + "}", escaped(value.getValue()));
            }
            return text;
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
