package io.loadmark.app.integration;

import static io.loadmark.app.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code loadmark sql} beside a running {@code loadmark up}, and on the data that it left. */
class SqlTest {
    private static final int FAILED = 1;
    private static final String TWO_ROWS = "SELECT number AS n, 'a,b' AS text FROM numbers(2)";

    private final Path directory;

    SqlTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void answersComeInTheFormThatIsAskedFor() throws Exception {
        try (var up = RunningUp.start(directory)) {
            assertThat(answer("--output", "json", TWO_ROWS))
                    .containsExactly("{\"n\":0,\"text\":\"a,b\"}", "{\"n\":1,\"text\":\"a,b\"}");
            assertThat(answer("--output", "csv", TWO_ROWS)).containsExactly("\"n\",\"text\"", "0,\"a,b\"", "1,\"a,b\"");
            assertThat(answer(TWO_ROWS + " FORMAT TSV")).containsExactly("0\ta,b", "1\ta,b");
            assertThat(answer(TWO_ROWS)).hasSize(4).element(1).asString().contains("│ a,b");
            aStatementThatCantBeReadIsRefusedInOneLine();
            assertThat(up.jvm().isAlive()).isTrue();
            up.jvm().kill();
            await("nothing to be left").until(up::hasLeftNothing);
        }
        assertThat(answer("SELECT count() > 0 FROM schema_migrations FORMAT TSV"))
                .containsExactly("1");
    }

    private void aStatementThatCantBeReadIsRefusedInOneLine() throws Exception {
        try (var sql = sql("SELEC 1")) {
            assertThat(sql.end()).isEqualTo(FAILED);
            assertThat(sql.errors().lines()).singleElement().asString().contains("Syntax error");
        }
    }

    private List<String> answer(String... arguments) throws Exception {
        try (var sql = sql(arguments)) {
            assertThat(sql.end()).as(sql.errors()).isZero();
            return sql.output().lines().toList();
        }
    }

    private Jvm sql(String... arguments) throws Exception {
        var all = new ArrayList<>(List.of(
                "sql",
                "--data",
                directory.resolve("data").toString(),
                "--config",
                directory.resolve("loadmark.yaml").toString()));
        all.addAll(List.of(arguments));
        return Jvm.loadmark(directory, Map.of(), all);
    }
}
