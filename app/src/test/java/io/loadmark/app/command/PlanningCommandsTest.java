package io.loadmark.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code loadmark overcommit}, {@code forecast} and {@code what-if --migrate} on a ClickHouse with rows of known meaning. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanningCommandsTest {
    private static final String HOUR = "toDateTime64('2026-03-02 00:00:00', 6, 'UTC')";

    private final AskedDatabase database;

    PlanningCommandsTest(@TempDir Path directory) {
        database = new AskedDatabase(directory);
    }

    @BeforeAll
    void fill() throws Exception {
        database.migrate();
        host("calm", "b", 16, "New");
        guest("calm", "d1", 16, 8);
        host("full", "a", 4, "Old");
        host("third", "c", 4, "Other");
        guest("full", "d2", 17, 8);
        guest("full", "d3", 2, 22);
        guest("unseen", "d4", 2, 8);
        curve("checkout");
        requests("checkout", 42);
        place("checkout", "i", "d1", "b");
        curve("young");
        curve("young", "j", 0.01);
        place("young", "i", "d1", "b");
        place("young", "j", "d2", "a");
        requests("young", 1);
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void hostsBeyondARuleComeFirst() throws Exception {
        var hosts = json("overcommit", "--output", "json");

        assertThat(hosts).extracting(host -> host.get("host").asText()).containsExactly("full", "calm", "unseen");
        assertThat(hosts.get(0).get("beyond")).extracting(JsonNode::asText).containsExactly("vcpus", "memory");
        assertThat(hosts.get(0).get("vcpusPerCore").asDouble()).isEqualTo(4.75);
        assertThat(hosts.get(1).get("beyond")).isEmpty();
        assertThat(hosts.get(2).get("cores").isNull()).isTrue();
        assertThat(loadmark("overcommit")).element(1).asString().contains("full", "4.75", "30.0 GiB", "vcpus memory");
    }

    @Test
    void theRulesCanBeSet() throws Exception {
        var hosts = json("overcommit", "--output", "json", "--max-vcpus", "5", "--max-memory", "95");
        assertThat(hosts.get(0).get("beyond")).isEmpty();
        var strict = json("overcommit", "--output", "json", "--max-vcpus", "0.5", "--max-memory", "95");
        assertThat(strict.get(1).get("beyond")).extracting(JsonNode::asText).containsExactly("vcpus");
    }

    @Test
    void aDomainMovesWithItsInstancesWhereThereIsRoomAndTheSpeedIsKnown() throws Exception {
        var slower = json("what-if", "checkout", "--migrate", "d1:full", "--output", "json")
                .get(0);
        assertThat(slower.get("obstacles"))
                .extracting(JsonNode::asText)
                .singleElement()
                .asString()
                .isEqualTo("119 % of the memory of full promised, beyond the rule of 80 %");
        // Only the young service has been seen on both: 5 ms a request here, 10 ms there.
        assertThat(slower.get("then").get("capacityQps").asDouble())
                .isCloseTo(slower.get("today").get("capacityQps").asDouble() / 2, within(1e-6));
        assertThat(slower.get("notes"))
                .extracting(JsonNode::asText)
                .contains(
                        "a request takes 2.00 times the CPU on 'Old', by 1 service seen on both models",
                        "8.75 vCPUs a core on full, beyond the rule of 4");

        var unknown = loadmark("what-if", "checkout", "--migrate", "d1:third");
        assertThat(unknown).anyMatch(line -> line.contains("then   capacity not known yet"));
        assertThat(unknown).anyMatch(line -> line.contains("no service has been seen on both 'New' and 'Other'"));
    }

    @Test
    void whatCannotMoveIsToldInALine() throws Exception {
        assertThat(failed("what-if", "checkout", "--migrate", "d1")).contains("--migrate looks like DOMAIN:HOST");
        assertThat(failed("what-if", "checkout", "--migrate", "d9:full")).contains("no domain d9 has been seen");
        assertThat(failed("what-if", "checkout", "--migrate", "d1:calm")).contains("is on calm already");
        assertThat(failed("what-if", "checkout", "--migrate", "d2:calm"))
                .contains("no instance of checkout was seen in domain d2");
    }

    @Test
    void aForecastNamesTheDayOnWhichDemandReachesTheCapacity() throws Exception {
        // Noon of day d has 150 · (1 + d / 100) requests a second; some 370 are what the CPU carries.
        var forecast = json("forecast", "checkout", "--horizon", "180d", "--output", "json")
                .get(0);
        double capacity = forecast.get("capacityQps").asDouble();

        assertThat(forecast.get("status").asText()).isEqualTo("exhausted-within-horizon");
        assertThat(forecast.get("season").asText()).isEqualTo("weekly");
        assertThat(forecast.get("recentPeakQps").asDouble()).isCloseTo(150 * 1.415, within(0.5));
        var day = LocalDate.parse(forecast.get("exhaustion").asText());
        var expected = LocalDate.of(2026, 3, 2).plusDays(Math.round(100 * (capacity / 150 - 1)));
        assertThat(day).isBetween(expected.minusDays(4), expected.plusDays(4));
        assertThat(forecast.get("exhaustionEarliest").asText()).isLessThan(day.toString());
        assertThat(loadmark("forecast", "checkout", "--horizon", "180d"))
                .first()
                .asString()
                .contains("checkout is exhausted on " + day);
        assertThat(loadmark("forecast", "checkout", "--horizon", "7d"))
                .first()
                .isEqualTo("checkout is not exhausted within the horizon of 7 days (90 % interval beyond 7 days)");
    }

    @Test
    void aForecastKnowsTheCalendarAndTellsByWhenToOrder() throws Exception {
        // The newest hour is of 13 April 2026, a Monday; the 21st is a Tuesday.
        var asked = List.of(
                "forecast", "checkout", "--horizon", "180d", "--lead-time", "30d", "--event", "2026-04-21=+200%");
        var forecast = json(Stream.concat(asked.stream(), Stream.of("--output", "json"))
                        .toArray(String[]::new))
                .get(0);

        var event = forecast.get("events").get(0);
        assertThat(event.get("peakQps").asDouble()).isCloseTo(3 * 150 * 1.5, within(10.));
        assertThat(event.get("probability").asDouble()).isEqualTo(1);
        assertThat(forecast.get("exhaustion").asText()).isEqualTo("2026-04-21");
        assertThat(forecast.get("orderBy").asText()).isEqualTo("2026-03-22");
        assertThat(loadmark(asked.toArray(String[]::new)))
                .anySatisfy(line -> assertThat(line).contains("on 2026-04-21").contains("+200 % on a usual day"))
                .anySatisfy(line -> assertThat(line).contains("order by").contains("2026-03-22"));
        assertThat(failed("forecast", "checkout", "--event", "2026-12-01=+10%")).contains("not within the horizon");
        assertThat(failed("forecast", "checkout", "--event", "tomorrow=+10%")).contains("looks like 2026-11-27=+150%");
    }

    @Test
    void aYoungServiceHasInsufficientData() throws Exception {
        var lines = loadmark("forecast", "young");
        assertThat(lines).first().isEqualTo("young: insufficient data for a forecast");
        assertThat(lines).last().asString().contains("23 of at least 48 whole hours");
    }

    private List<JsonNode> json(String... arguments) throws Exception {
        return database.json(arguments);
    }

    private List<String> loadmark(String... arguments) throws Exception {
        return database.loadmark(arguments);
    }

    private String failed(String... arguments) throws Exception {
        return database.failed(arguments);
    }

    private void host(String name, String id, int cores, String model) throws Exception {
        execute(
                "INSERT INTO inventory (tenant, kind, host_id, entity_id, valid_from, state, observed_at, host_host_name,"
                        + " host_physical_cores, host_online_cpus, host_memory_bytes, host_cpu_model) VALUES ('t', 'HOST', '"
                        + id
                        + "', '" + id
                        + "', " + HOUR + ", 'PRESENT', " + HOUR + ", '" + name + "', " + cores + ", 16, "
                        + 32 * (1L << 30) + ", '" + model + "')");
    }

    private void guest(String host, String id, int vcpus, int gib) throws Exception {
        String hostId = Map.of("calm", "b", "full", "a").getOrDefault(host, host);
        execute("INSERT INTO inventory (tenant, kind, host_id, entity_id, valid_from, state, observed_at, domain_vcpus,"
                + " domain_memory_bytes, domain_hugepages, domain_name) VALUES ('t', 'DOMAIN', '" + hostId + "', '" + id
                + "', "
                + HOUR + ", 'PRESENT', " + HOUR + ", " + vcpus + ", " + gib * (1L << 30) + ", false, '" + id
                + "')");
    }

    /** Two cores, 0.1 used in any case, 5 ms a request; durations around bucket 771, some 5 ms. */
    private void curve(String service) throws Exception {
        curve(service, "i", 0.005);
    }

    private void curve(String service, String instance, double demand) throws Exception {
        execute(
                "INSERT INTO curves (tenant, service_name, instance_id, scope, last_window, first_window, seen, windows,"
                        + " base_cores, demand_seconds, entitlement_cores, host_cores, p00, p01, p11, residual_variance,"
                        + " observations, max_utilisation, max_requests_per_second, peak_concurrency, sampling_verified,"
                        + " bins.band, bins.windows, bins.requests, bins.seconds, bins.core_seconds, bins.throttled_ratio,"
                        + " bins.errors, bins.latency_buckets, bins.latency_counts) VALUES ('t', '" + service
                        + "', '" + instance + "', 'PROCESS', " + HOUR + ", " + HOUR
                        + ", 1000, 1000, 0.1, " + demand + ", 2, 2, 0.01, 0, 0.0000001, 0.0001,"
                        + " 1000, 0.6, 220, 3, true, [8, 11], [500, 500], [70000, 105000], [500, 500], [400, 575], [0, 0],"
                        + " [0, 0], [[760, 771, 780], [760, 771, 785]], [[20000, 40000, 10000], [30000, 60000, 15000]])");
    }

    /** An instance in a guest, whose own collector is known by the domain's UUID. */
    private void place(String service, String instance, String domain, String host) throws Exception {
        execute(
                "INSERT INTO inventory (tenant, kind, host_id, entity_id, valid_from, state, observed_at, host_product_uuid)"
                        + " VALUES ('t', 'HOST', 'in-" + domain + "', 'in-" + domain + "', " + HOUR + ", 'PRESENT', "
                        + HOUR + ", '"
                        + domain + "')");
        execute(
                "INSERT INTO load_samples (tenant, service_name, instance_id, start, length_micros, revision, requests, host_id,"
                        + " physical_host_id) VALUES ('t', '" + service + "', '" + instance + "', " + HOUR
                        + ", 1000000, 0, 1, 'in-" + domain + "', '" + host + "')");
    }

    /** A window of a minute each: half the mean at night, one and a half at noon, one per cent more each day. */
    private void requests(String service, int days) throws Exception {
        execute(
                "INSERT INTO requests (tenant, service_name, instance_id, start, length_micros, revision, spans, requests,"
                        + " sampling_factor) SELECT 't', '" + service + "', 'i', " + HOUR
                        + " + number * 60 AS start, 60000000, 0, 1,"
                        + " 60 * 100 * (1 + intDiv(number, 60) / 2400) * (1 - 0.5 * cos(2 * pi() * toHour(start) / 24)), 1"
                        + " FROM numbers(" + days * 1440 + ")");
    }

    private void execute(String sql) throws Exception {
        database.execute(sql);
    }
}
