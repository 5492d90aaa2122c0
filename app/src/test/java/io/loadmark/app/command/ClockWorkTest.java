package io.loadmark.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What services do by the clock, in {@code loadmark capacity}. All have 4 cores, 5 ms a request and 0.1 cores in any case, and a window
 * each minute for four days whose traffic follows the time of day.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClockWorkTest {
    private static final String SLA = "p99<=60ms";
    private static final String START = "toDateTime64('2026-02-26 00:00:00', 6, 'UTC')";

    private final AskedDatabase database;

    ClockWorkTest(@TempDir Path directory) {
        database = new AskedDatabase(directory);
    }

    @BeforeAll
    void fill() throws Exception {
        database.migrate();
        var rows = new PlanningRows(database);
        // Over the turn of the hour.
        history(rows, "hourly", "if(toMinute(start) = 59 OR toMinute(start) < 3, 1.5, 0)");
        history(rows, "nightly", "if(toHour(start) IN (2, 3), 1, 0)");
        history(rows, "steady", "0");
        history(rows, "dearer", "0.001 * requests / 60");
        history(rows, "once", "if(number BETWEEN 2000 AND 2060, 2, 0)");
    }

    private void history(PlanningRows rows, String service, String cores) throws Exception {
        rows.curve(service, "i", 4, 0.005);
        database.execute(
                "INSERT INTO load_samples (tenant, service_name, instance_id, start, length_micros, revision, requests,"
                        + " sampling_factor, cgroup_path, cgroup_cpu_cores) SELECT 't', '" + service + "', 'i', "
                        + START
                        + " + number * 60 AS start, 60000000, 0,"
                        + " 60 * 100 * (1 - 0.5 * cos(2 * pi() * toHour(start) / 24)) AS requests, 1, '/app',"
                        + " 0.1 + 0.005 * requests / 60 * (1 + 0.1 * sin(number)) + " + cores + " FROM numbers(5760)");
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void whatComesEachHourIsToldWithWhatIsLeftForRequests() throws Exception {
        var answer = capacity("hourly");
        var work = only(answer);
        assertThat(work.get("cycle").asText()).isEqualTo("hour");
        assertThat(work.get("from").asInt()).isEqualTo(59);
        assertThat(work.get("to").asInt()).isEqualTo(2);
        assertThat(work.get("cores").asDouble()).isCloseTo(1.5, within(0.1));
        assertThat(work.get("qps").asDouble())
                .isBetween(
                        0.4 * answer.get("qps").asDouble(),
                        0.7 * answer.get("qps").asDouble());
        assertThat(database.loadmark("capacity", "hourly", "--sla", SLA))
                .anyMatch(line -> line.matches("    by the clock: 1\\.\\d+ cores more than its requests explain"
                        + " in minutes 59 to 2 of each hour; then \\d+\\.\\d requests/s"));
    }

    @Test
    void soIsWhatComesEachNight() throws Exception {
        var work = only(capacity("nightly"));
        assertThat(work.get("cycle").asText()).isEqualTo("day");
        assertThat(work.get("from").asInt()).isEqualTo(2);
        assertThat(work.get("to").asInt()).isEqualTo(3);
        assertThat(work.get("cores").asDouble()).isCloseTo(1, within(0.05));
        assertThat(database.loadmark("capacity", "nightly", "--sla", SLA))
                .anyMatch(line -> line.contains("from 2:00 to 4:00 UTC each day"));
    }

    @Test
    void trafficOfTheDayAndWhatCameOnceAreNone() throws Exception {
        assertThat(clockWork(capacity("steady"))).isEmpty();
        assertThat(clockWork(capacity("dearer")))
                .as("a request costs more than was learned")
                .isEmpty();
        assertThat(clockWork(capacity("once"))).isEmpty();
        assertThat(database.loadmark("capacity", "steady", "--sla", SLA))
                .noneMatch(line -> line.contains("by the clock"));
    }

    private JsonNode capacity(String service) throws Exception {
        return database.json("capacity", service, "--sla", SLA, "--output", "json")
                .get(0);
    }

    private static JsonNode clockWork(JsonNode capacity) {
        return capacity.get("instances").get(0).get("clockWork");
    }

    private static JsonNode only(JsonNode capacity) {
        var work = clockWork(capacity);
        assertThat(work).hasSize(1);
        return work.get(0);
    }
}
