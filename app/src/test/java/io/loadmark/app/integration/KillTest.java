package io.loadmark.app.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code loadmark up} as people run it: killed without warning, asked to end, started twice. */
class KillTest {
    private static final int DATA_IN_USE = 75;
    private static final long SPANS = 2_000;
    private static final long SECOND_RUN = 1L << 32;

    private final Path directory;

    KillTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void killedInMidRunItLeavesNoProcessAndCountsEveryAcknowledgedSpanOnce() throws Exception {
        var acknowledged = new TreeMap<String, Long>();
        try (var up = RunningUp.start(directory);
                var sender = new SpanSender(up.otlpPort(), 0)) {
            Await.until("some windows to be final", () -> up.rows().number("SELECT count() FROM requests") > 3);
            Await.until("spans to be acknowledged", () -> sender.total() >= SPANS);
            assertThat(up.children()).as("ClickHouse is a process of its own").isEqualTo(1);
            up.jvm().kill();
            Await.until("nothing to be left", up::hasLeftNothing);
            sender.close();
            add(acknowledged, sender);
        }
        try (var up = RunningUp.start(directory);
                var sender = new SpanSender(up.otlpPort(), SECOND_RUN)) {
            Await.until("spans to be acknowledged", () -> sender.total() >= SPANS);
            sender.close();
            add(acknowledged, sender);
            balances(up.rows(), acknowledged);
        }
    }

    private static void add(Map<String, Long> all, SpanSender sender) {
        sender.acknowledged().forEach((second, spans) -> all.merge(second, spans, Long::sum));
    }

    private static void balances(Rows rows, Map<String, Long> acknowledged) throws Exception {
        Await.until(
                "every window to be final",
                () -> rows.number("SELECT toInt64(sum(missing)) FROM balance") == 0
                        && counted(rows).keySet().containsAll(acknowledged.keySet()));
        assertThat(rows.numbers("SELECT sum(missing), sum(duplicated), sum(late), sum(too_late) FROM balance"))
                .containsExactly(0L, 0L, 0L, 0L);
        // What was under way when the receiver was killed may have been kept without an acknowledgement: one request.
        var counted = counted(rows);
        long more = 0;
        for (var second : counted.entrySet())
            more += second.getValue() - acknowledged.getOrDefault(second.getKey(), 0L);
        acknowledged.forEach(
                (second, spans) -> assertThat(counted.get(second)).as(second).isGreaterThanOrEqualTo(spans));
        assertThat(more).isIn(0L, (long) SpanSender.SPANS);
    }

    private static Map<String, Long> counted(Rows rows) throws Exception {
        var counted = new TreeMap<String, Long>();
        for (var row : rows.of("SELECT instance_id, toUnixTimestamp(start), spans FROM requests FINAL"
                + " WHERE service_name = 'sent' AND revision >= 0 AND spans > 0")) {
            counted.put(row.get(0) + " " + row.get(1), Long.valueOf(row.get(2)));
        }
        return counted;
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    void askedToEndItEndsInOrderAndItsDirectoryCanBeUsedAgain(String signal, int status) throws Exception {
        try (var up = RunningUp.start(directory)) {
            up.jvm().signal(signal);
            assertThat(up.jvm().end()).isEqualTo(status);
            Await.until("nothing to be left", up::hasLeftNothing);
            assertThat(directory.resolve("data").resolve("run")).isEmptyDirectory();
        }
        try (var again = RunningUp.start(directory)) {
            assertThat(again.rows().of("SELECT topic, cause FROM dead_letters")).isEmpty();
        }
    }

    @Test
    void aSecondStartOnTheSameDirectoryIsRefusedInOneLine() throws Exception {
        try (var up = RunningUp.start(directory);
                var second =
                        Jvm.loadmark(directory, Map.of(), RunningUp.arguments(directory, directory.resolve("data")))) {
            assertThat(second.end()).isEqualTo(DATA_IN_USE);
            assertThat(second.errors().lines())
                    .singleElement()
                    .asString()
                    .startsWith("loadmark: the data directory")
                    .contains("in use by another loadmark (process " + up.jvm().pid() + ")");
            assertThat(up.jvm().isAlive()).isTrue();
            assertThat(up.rows().number("SELECT 1")).isEqualTo(1);
        }
    }
}
