package io.loadmark.app.command;

import io.loadmark.app.embedded.EmbeddedConfig;
import io.loadmark.runtime.config.ConfigException;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.runtime.config.Durations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that works with data: which configuration, which directory. */
final class CommonOptions {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration that overlays the defaults; see docs/configuration.md.")
    @Nullable
    Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory of all data; default: loadmark under the user's state directory.")
    @Nullable
    Path data;

    /** Defaults, profiles, the user's file, the environment, the command line: each overlays the ones before. */
    Configuration configuration(String... profiles) {
        var configuration = Configuration.reference();
        for (String profile : profiles) configuration = configuration.with(profile, resource(profile));
        if (config != null) configuration = configuration.with(config);
        configuration = configuration.with(System.getenv());
        return data == null
                ? configuration
                : configuration.with("--data", List.of("embedded", "data-dir"), data.toString());
    }

    static Path dataDirectory(Configuration configuration) {
        return configuration.section("embedded", EmbeddedConfig.class).dataDirectory(System.getenv());
    }

    /** The value of {@code --interval}: between two readings that are to be told apart. */
    static Duration interval(String value) {
        var interval = duration("--interval", value);
        if (interval.compareTo(SHORTEST) >= 0 && interval.compareTo(LONGEST) <= 0) return interval;
        throw new ConfigException("--interval must be in 100ms..1h, was " + value);
    }

    /** The value of an option that takes a time. */
    static Duration duration(String option, String value) {
        try {
            return Durations.parse(value);
        } catch (ConfigException e) {
            throw new ConfigException(option + ": " + e.getMessage(), e);
        }
    }

    private static String resource(String profile) {
        try (InputStream in = CommonOptions.class.getResourceAsStream("/io/loadmark/app/" + profile)) {
            return new String(Objects.requireNonNull(in, profile).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
