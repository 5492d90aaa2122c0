package io.loadmark.app.embedded;

import static io.loadmark.runtime.config.ConfigException.check;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** {@code embedded:} in loadmark.yaml. */
public record EmbeddedConfig(String dataDir, int kafkaPort, int clickhousePort, String clickhouseLibrary) {
    public EmbeddedConfig {
        checkPort("kafka-port", kafkaPort);
        checkPort("clickhouse-port", clickhousePort);
    }

    private static void checkPort(String key, int port) {
        check(port >= 0 && port <= 65_535, "embedded.%s must be in 0..65535, was %d", key, port);
    }

    /** The directory of all data. */
    public Path dataDirectory(Map<String, String> environment) {
        return dataDir.isEmpty() ? DataDirectory.standard(environment) : Path.of(dataDir);
    }

    /** The engine's library, where the user names one. */
    public Optional<Path> library() {
        return clickhouseLibrary.isEmpty() ? Optional.empty() : Optional.of(Path.of(clickhouseLibrary));
    }
}
