package io.loadmark.sink.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.runtime.config.ClickHouseConfig;
import io.loadmark.sink.fixture.Engine;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViewsTest {
    private static final String REQUESTS =
            "INSERT INTO requests (tenant, instance_id, start, length_micros, revision, spans, requests,"
                    + " sampling_factor, in_flight_seconds, latency_buckets, latency_counts, late) VALUES ";

    private ClickHouseConfig database;

    @BeforeEach
    void migrate() throws Exception {
        database = Engine.shared().migratedDatabase();
        Engine.execute(database, "SYSTEM STOP MERGES");
    }

    @Test
    void theNewestRevisionCountsWhateverWasWrittenLast() throws Exception {
        for (var row : List.of("0, 100", "1, 110", "-1, 60", "0, 90")) {
            Engine.execute(
                    database, REQUESTS + "('a', 'i', '2026-01-01 00:00:00', 1000000, " + row + ", 0, 1, 0, [], [], 0)");
        }
        assertThat(Engine.query(database, "SELECT count() FROM requests")).containsExactly("4");
        assertThat(Engine.query(database, "SELECT revision, spans FROM latest_requests"))
                .containsExactly("1|110");
    }

    @Test
    void ratesAreCalibratedAndPerSecond() throws Exception {
        Engine.execute(
                database, REQUESTS + "('a', 'i', '2026-01-01 00:00:00', 2000000, 0, 10, 100, 1.5, 3, [], [], 0)");
        assertThat(Engine.query(
                        database, "SELECT requests_per_second, concurrency, isNull(p99_millis) FROM latest_requests"))
                .containsExactly("75.0|1.5|1");
    }

    @Test
    void quantilesAreTheMiddleOfTheirBucket() throws Exception {
        // 98 of 100 in bucket 700, the slowest two in bucket 900.
        Engine.execute(
                database,
                REQUESTS + "('a', 'i', '2026-01-01 00:00:00', 1000000, 0, 100, 100, 1, 0, [700, 900], [98, 2], 0)");
        var found = Engine.query(database, "SELECT p50_millis, p99_millis FROM latest_requests")
                .get(0)
                .split("\\|", -1);

        assertThat(Double.parseDouble(found[0])).isCloseTo(middleMillis(700), within(1e-9));
        assertThat(Double.parseDouble(found[1])).isCloseTo(middleMillis(900), within(1e-9));
    }

    @Test
    void aQuantileThatEndsExactlyAtABucketIsThatBucket() throws Exception {
        // Ten counts of 0.1 sum up to a little less than 1: half of them still is the fifth bucket.
        Engine.execute(
                database,
                REQUESTS + "('a', 'i', '2026-01-01 00:00:00', 1000000, 0, 1, 1, 1, 0,"
                        + " range(1, 11), arrayWithConstant(10, 0.1), 0)");
        var p50 =
                Engine.query(database, "SELECT p50_millis FROM latest_requests").get(0);
        assertThat(Double.parseDouble(p50)).isCloseTo(middleMillis(5), within(1e-12));
    }

    @Test
    void theLatestCurveOfEachInstanceAndLayerIsShown() throws Exception {
        Engine.execute(
                database,
                "INSERT INTO curves (tenant, instance_id, scope, last_window, seen, windows) VALUES"
                        + " ('a', 'i', 'PROCESS', '2026-01-01 00:00:00', 1, 1),"
                        + " ('a', 'i', 'PROCESS', '2026-01-02 00:00:00', 2, 2),"
                        + " ('a', 'i', 'HOST', '2026-01-01 00:00:00', 7, 7)");
        Engine.execute(
                database,
                "INSERT INTO curves (tenant, instance_id, scope, last_window, seen, windows) VALUES"
                        + " ('a', 'i', 'PROCESS', '2026-01-02 00:00:00', 3, 2)");
        assertThat(Engine.query(database, "SELECT scope, seen FROM latest_curves ORDER BY scope"))
                .containsExactly("HOST|7", "PROCESS|3");
    }

    @Test
    void theBalanceSetsAcknowledgedSpansAgainstFinalWindows() throws Exception {
        // Second 0: three spans, one of them twice, all counted. Second 1: two spans, one counted, only provisionally
        // two.
        Engine.execute(
                database,
                "INSERT INTO acknowledged_spans (tenant, instance_id, second, span_id) VALUES"
                        + " ('a', 'i', '2026-01-01 00:00:00', 1), ('a', 'i', '2026-01-01 00:00:00', 2),"
                        + " ('a', 'i', '2026-01-01 00:00:00', 3), ('a', 'i', '2026-01-01 00:00:01', 4),"
                        + " ('a', 'i', '2026-01-01 00:00:01', 5)");
        Engine.execute(
                database,
                "INSERT INTO acknowledged_spans (tenant, instance_id, second, span_id) VALUES"
                        + " ('a', 'i', '2026-01-01 00:00:00', 3)");
        Engine.execute(
                database,
                REQUESTS + "('a', 'i', '2026-01-01 00:00:00', 1000000, 0, 3, 3, 1, 0, [], [], 1),"
                        + " ('a', 'i', '2026-01-01 00:00:01', 1000000, 0, 1, 1, 1, 0, [], [], 0),"
                        + " ('a', 'i', '2026-01-01 00:00:02', 1000000, -1, 9, 9, 1, 0, [], [], 0)");

        assertThat(
                        Engine.query(
                                database,
                                "SELECT toSecond(second), acknowledged, counted, missing, duplicated, late FROM balance ORDER BY 1"))
                .containsExactly("0|3|3|0|0|1", "1|2|1|1|0|0");
    }

    private static double middleMillis(int bucket) {
        double g = 1.01 / 0.99;
        return 2 * Math.pow(g, bucket) / (g + 1) / 1e6;
    }

    @Test
    void thePartsOfATransactionsWindowAddAndRepeatedOnesDoNot() throws Exception {
        String insert =
                "INSERT INTO transaction_windows (tenant, transaction, start, part, judged_at, traces, transactions, errors,"
                        + " seconds, steps.service_namespace, steps.service_name, steps.route, steps.visits, steps.errors, steps.seconds,"
                        + " steps.self_seconds, late) VALUES ('a', 'order', ";
        String first =
                "'2026-01-01 00:00:00', 0, '2026-01-01 00:00:40', 1, 2, 1, 1, ['', ''], ['shop', 'pay'], ['/o', '/p'],"
                        + " [2, 4], [1, 0], [1, 0.4], [0.6, 0.4], 0)";
        Engine.execute(database, insert + first);
        Engine.execute(database, insert + first);
        Engine.execute(
                database,
                insert
                        + "'2026-01-01 00:00:50', 1, '2026-01-01 00:01:30', 1, 2, 0, 3, [''], ['shop'], ['/o'], [2], [0],"
                        + " [3], [3], 0)");
        Engine.execute(
                database,
                insert + "'2026-01-01 00:00:00', 0, '2026-01-01 00:01:10', 0, 0, 0, 0, [], [], [], [], [], [], [], 5)");

        assertThat(Engine.query(
                        database, "SELECT minute, transactions, errors, mean_millis, traces, late FROM transactions"))
                .containsExactly("2026-01-01 00:00:00|4.0|1.0|1000.0|2|5");
        assertThat(Engine.query(
                        database,
                        "SELECT service_name, visits, errors, visits_per_transaction, self_millis_per_transaction"
                                + " FROM transaction_visits ORDER BY service_name"))
                .containsExactly("pay|4.0|0.0|1.0|100.0", "shop|4.0|1.0|1.0|900.0");
    }
}
