package io.loadmark.app.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Whether the embedded ClickHouse can be had. */
record EngineChecks(Map<String, String> environment, String version, boolean cached, Path cache) {
    List<Check> all() {
        return List.of(this::engine, this::npm);
    }

    private Finding engine() {
        if (cached) return Finding.ok("clickhouse engine", version + " in " + cache);
        String advice = hasNpm()
                ? "`loadmark up` fetches it once through npm, 170 MiB"
                : "install npm, name libchdb.so in embedded.clickhouse-library, or set clickhouse.url";
        return new Finding(
                "clickhouse engine",
                hasNpm() ? Finding.Status.WARNING : Finding.Status.MISSING,
                version + " is not cached",
                advice);
    }

    private Finding npm() {
        if (hasNpm()) return Finding.ok("npm", "on the PATH");
        return cached
                ? Finding.ok("npm", "absent, and not needed: the engine is cached")
                : Finding.warning("npm", "not on the PATH", "it is only needed to fetch the ClickHouse engine once");
    }

    private boolean hasNpm() {
        return Arrays.stream(environment.getOrDefault("PATH", "").split(":", -1))
                .filter(directory -> !directory.isEmpty())
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "npm")));
    }
}
