package io.loadmark.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code loadmark overcommit}, {@code forecast} and {@code what-if --migrate} on a ClickHouse with rows of known meaning. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanningCommandsTest {
    private final AskedDatabase database;

    PlanningCommandsTest(@TempDir Path directory) {
        database = new AskedDatabase(directory);
    }

    @BeforeAll
    void fill() throws Exception {
        database.migrate();
        var rows = new PlanningRows(database);
        rows.host("calm", "b", 16, 16, "New");
        rows.guest("b", "d1", 16, 8);
        rows.host("full", "a", 4, 16, "Old");
        rows.host("third", "c", 4, 16, "Other");
        rows.guest("a", "d2", 17, 8);
        rows.guest("a", "d3", 2, 22);
        rows.guest("unseen", "d4", 2, 8);
        rows.curve("checkout", "i", 2, 0.005);
        rows.requests("checkout", 42);
        rows.place("checkout", "i", "d1", "b");
        rows.curve("young", "i", 2, 0.005);
        rows.curve("young", "j", 2, 0.01);
        rows.place("young", "i", "d1", "b");
        rows.place("young", "j", "d2", "a");
        rows.requests("young", 1);
        for (String service : List.of("grown", "mixed")) {
            rows.curve(service, "large", 4, 0.005);
            rows.curve(service, "small", 2, 0.005);
        }
        database.execute("ALTER TABLE curves UPDATE cpu_model = if(instance_id = 'large', 'New', 'Old')"
                + " WHERE service_name = 'mixed' SETTINGS mutations_sync = 1");
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
    void aSizeThatWasSeenIsTakenAsSeenUnlessOnOtherCpus() throws Exception {
        var seen = json("what-if", "grown", "--vcpus", "4", "--output", "json")
                .get(0)
                .get("then");
        var elsewhere = json("what-if", "mixed", "--vcpus", "4", "--output", "json")
                .get(0)
                .get("then");
        assertThat(seen.get("capacityQps").asDouble()).isCloseTo(2 * capacityOf("grown", "large"), within(1e-6));
        assertThat(elsewhere.get("capacityLow").asDouble())
                .as("the small one may gain nothing")
                .isLessThan(0.7 * seen.get("capacityLow").asDouble());
    }

    private double capacityOf(String service, String instance) throws Exception {
        for (var one : json("capacity", service, "--output", "json").get(0).get("instances")) {
            if (one.get("instance").asText().equals(instance))
                return one.get("qps").asDouble();
        }
        throw new AssertionError("no " + instance);
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
        assertThat(forecast.get("guaranteedExhaustion").asText())
                .as("its guest of 16 vCPUs is alone on 16 CPUs")
                .isEqualTo(day.toString());
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
}
