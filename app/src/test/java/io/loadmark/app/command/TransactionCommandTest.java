package io.loadmark.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code loadmark what-if --transaction} on a ClickHouse with rows of known meaning: 40 orders a second, each of which
 * visits shop once, payment twice, the ledger half a time by a dear route, and stock, of which nothing is known. All but stock
 * are asked 100 requests a second.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransactionCommandTest {
    private static final String HOUR = "toDateTime64('2026-03-02 00:00:00', 6, 'UTC')";

    private final AskedDatabase database;

    TransactionCommandTest(@TempDir Path directory) {
        database = new AskedDatabase(directory);
    }

    @BeforeAll
    void fill() throws Exception {
        database.migrate();
        curve("shop", 0.005, "", "", "");
        curve("payment", 0.01, "", "", "");
        curve("ledger", 0.005, "'/list', '/post'", "0.8, 0.2", "-0.001, 0.004");
        curve("report", 0.005, "", "", "");
        for (String service : List.of("shop", "payment", "ledger", "report")) requests(service);
        database.execute(
                "INSERT INTO transaction_windows (tenant, transaction, start, length_micros, part, judged_at, traces, transactions,"
                        + " steps.service_namespace, steps.service_name, steps.route, steps.visits)"
                        + " SELECT 't', 'order', " + HOUR
                        + " + number * 10 AS start, 10000000, 0, start + 40, 400, 400,"
                        + " ['', '', '', ''], ['ledger', 'payment', 'shop', 'stock'], ['/post', '/pay', '/orders', '/'],"
                        + " [200, 800, 400, 40] FROM numbers(361)");
        database.execute(
                "INSERT INTO transaction_windows (tenant, transaction, start, length_micros, part, judged_at, counted)"
                        + " SELECT 't', 'sale', " + HOUR
                        + " + number * 10 AS start, 10000000, -7, start + 10, 5 FROM numbers(361)");
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void theFirstServiceToFailIsNamedWithTheGrowthAtWhichItDoes() throws Exception {
        var answer = json("--traffic", "+200%");
        var payment = service(answer, "payment");
        double capacity = payment.get("capacityQps").asDouble();

        assertThat(answer.get("firstToFail").asText()).isEqualTo("payment");
        assertThat(answer.get("perMinute").asDouble()).isCloseTo(2400, within(1e-9));
        assertThat(payment.get("visitsPerTransaction").asDouble()).isEqualTo(2);
        assertThat(payment.get("shareOfRequests").asDouble()).isCloseTo(0.8, within(1e-9));
        assertThat(payment.get("thenQps").asDouble()).isCloseTo(100 * (1 + 2 * 0.8), within(1e-6));
        assertThat(answer.get("failsAt").asDouble()).isCloseTo((capacity / 100 - 1) / 0.8, within(1e-6));
        assertThat(answer.get("failsAtLow").asDouble())
                .isCloseTo((payment.get("capacityLow").asDouble() / 100 - 1) / 0.8, within(1e-6));
        assertThat(answer.get("fits").asBoolean()).isFalse();
        assertThat(answer.get("services"))
                .extracting(service -> service.get("service").asText())
                .as("the least headroom first, unknown last; what it doesn't visit is none of its")
                .containsExactly("payment", "shop", "ledger", "stock");
        assertThat(answer.get("notes"))
                .extracting(JsonNode::asText)
                .anyMatch(note -> note.startsWith("no capacity or no traffic is known of stock"))
                .anyMatch(note -> note.startsWith("a service would get more than 1.5 times"));
    }

    @Test
    void aDearRouteCountsByItsCpuTimeWhereTheCpuBinds() throws Exception {
        var ledger = service(json("--traffic", "+40%"), "ledger");

        assertThat(ledger.get("bottleneck").asText()).isEqualTo("cpu");
        assertThat(ledger.get("shareOfRequests").asDouble()).isCloseTo(0.2, within(1e-9));
        assertThat(ledger.get("shareOfLoad").asDouble()).isCloseTo(0.2 * 1.8, within(1e-9));
    }

    @Test
    void theTextNamesItToo() throws Exception {
        var lines = database.loadmark("what-if", "--transaction", "order", "--traffic", "+200%", "--within", "1h");
        assertThat(lines)
                .first()
                .asString()
                .matches("order \\+200 % within p99<=200ms: fails first: payment, at order \\+\\d+ %"
                        + " \\(90 % interval \\+\\d+ % to \\+\\d+ %\\)");
        assertThat(lines).anyMatch(line -> line.matches("  stock .*never learned"));
        assertThat(database.loadmark("what-if", "--transaction", "order", "--traffic", "+1%"))
                .first()
                .asString()
                .contains("it fits; would fail first: payment");
    }

    @Test
    void whatCannotBeAskedIsToldInALine() throws Exception {
        assertThat(database.failed("what-if", "--traffic", "+40%")).contains("needs a SERVICE, or --transaction NAME");
        assertThat(database.failed("what-if", "shop", "--transaction", "order")).contains("not both");
        assertThat(database.failed("what-if", "--transaction", "order", "--instances", "3"))
                .contains("goes with --traffic alone");
        assertThat(database.failed("what-if", "--transaction", "refund", "--traffic", "+40%"))
                .contains("no transaction refund has been seen within --within; seen were: order, sale");
        assertThat(database.failed("what-if", "--transaction", "sale", "--traffic", "+40%"))
                .contains("known by its counter alone");
    }

    private JsonNode json(String... more) throws Exception {
        var all = new ArrayList<>(List.of("what-if", "--transaction", "order", "--output", "json"));
        all.addAll(List.of(more));
        return database.json(all.toArray(String[]::new)).get(0);
    }

    private static JsonNode service(JsonNode answer, String name) {
        for (var service : answer.get("services"))
            if (service.get("service").asText().equals(name)) return service;
        throw new AssertionError(answer.toString());
    }

    /** Two cores, 0.1 used in any case; durations around bucket 771, some 5 ms. */
    private void curve(String service, double demand, String routes, String shares, String excess) throws Exception {
        String variances = routes.isEmpty() ? "" : "1e-8, 1e-8";
        database.execute(
                "INSERT INTO curves (tenant, service_name, instance_id, scope, last_window, first_window, seen, windows,"
                        + " base_cores, demand_seconds, entitlement_cores, host_cores, p00, p01, p11, residual_variance,"
                        + " observations, max_utilisation, max_requests_per_second, peak_concurrency, sampling_verified,"
                        + " bins.band, bins.windows, bins.requests, bins.seconds, bins.core_seconds, bins.throttled_ratio,"
                        + " bins.errors, bins.latency_buckets, bins.latency_counts, mix.route, mix.share, mix.excess_seconds,"
                        + " mix.variance) VALUES ('t', '" + service + "', 'i', 'PROCESS', " + HOUR + ", " + HOUR
                        + ", 1000, 1000, 0.1, " + demand + ", 2, 2, 0.01, 0, 0.0000001, 0.0001,"
                        + " 1000, 0.6, 220, 3, true, [8, 11], [500, 500], [70000, 105000], [500, 500], [400, 575], [0, 0],"
                        + " [0, 0], [[760, 771, 780], [760, 771, 785]], [[20000, 40000, 10000], [30000, 60000, 15000]], ["
                        + routes + "], [" + shares + "], [" + excess + "], [" + variances + "])");
    }

    private void requests(String service) throws Exception {
        database.execute(
                "INSERT INTO requests (tenant, service_name, instance_id, start, length_micros, revision, spans, requests,"
                        + " sampling_factor) SELECT 't', '" + service + "', 'i', " + HOUR
                        + " + number * 10, 10000000, 0, 1, 1000, 1 FROM numbers(361)");
    }
}
