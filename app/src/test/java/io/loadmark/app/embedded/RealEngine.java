package io.loadmark.app.embedded;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * The real engine for tests: the library that CLICKHOUSE_ENGINE_LIBRARY names, else the user's cache. Without one, tests
 * are skipped aloud, or fail where REQUIRE_CLICKHOUSE_ENGINE is 1.
 */
public final class RealEngine {
    private RealEngine() {}

    public static Path library() {
        var named =
                Optional.ofNullable(System.getenv("CLICKHOUSE_ENGINE_LIBRARY")).map(Path::of);
        try {
            return ClickHouseEngine.pinned(System.getenv(), System.err::println).library(named);
        } catch (EmbeddedException e) {
            if ("1".equals(System.getenv("REQUIRE_CLICKHOUSE_ENGINE"))) throw e;
            System.err.println("SKIPPED, the real ClickHouse is not tested: " + e.getMessage());
            return Assumptions.abort(String.valueOf(e.getMessage()));
        }
    }
}
