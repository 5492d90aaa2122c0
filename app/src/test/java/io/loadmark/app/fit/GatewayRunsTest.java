package io.loadmark.app.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.app.fit.HistoryRows.Row;
import io.loadmark.model.history.LoadHistory;
import io.loadmark.model.history.Observation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Runs of a real gateway; the full list of numbers is printed by {@code bench/accuracy}. */
class GatewayRunsTest {
    private static final CsvTable TABLE = CsvTable.read(resource("apim-runs.csv"));

    static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(GatewayRunsTest.class.getResource(name))
                    .toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HistoryRows rows() {
        return new HistoryRows(TABLE, FitRequest.of("qps", "100-cpu_idle", List.of("commit", "scenario", "msg_bytes")));
    }

    @Test
    void rowsWithImpossibleCountersAreRefusedWithTheirReason() {
        assertThat(rows().refused())
                .hasSizeGreaterThan(3)
                .allMatch(row -> row.reason().contains("ctxsw_s")
                        || row.reason().contains("disk_util")
                        || row.reason().contains("net_")
                        || row.reason().contains("absent"));
        assertThat(rows().refused()).anyMatch(row -> row.reason().contains("wrapped"));
        assertThat(rows().refused()).anyMatch(row -> row.reason().contains("percentage"));
    }

    @Test
    void fromLoadsUpToSixtyPercentTheLargestThroughputIsToldWithinFivePercent() {
        var groups = new ArrayList<List<Row>>();
        rows().groups().values().stream().filter(all -> all.size() == 24).forEach(groups::add);
        assertThat(groups).hasSize(6);
        var learned =
                LoadHistory.learn(groups.stream().map(all -> upTo(0.6, all)).toList());
        double sum = 0;
        for (int g = 0; g < 6; g++) {
            Row best = groups.get(g).stream()
                    .filter(row -> load(row) >= 0.85)
                    .max(Comparator.comparingDouble(Row::throughput))
                    .orElseThrow();
            var at = Objects.requireNonNull(learned.get(g).law()).at(load(best));
            double error = Math.abs(at.throughput() / best.throughput() - 1);
            assertThat(error).as("group %d", g).isLessThan(0.10);
            assertThat(at.extrapolated()).isTrue();
            sum += error;
        }
        assertThat(sum / 6).isLessThan(0.05);
    }

    private static double load(Row row) {
        return Objects.requireNonNull(row.loads().get("cpu"));
    }

    private static List<Observation> upTo(double most, List<Row> rows) {
        return rows.stream()
                .filter(row -> load(row) <= most)
                .map(row -> new Observation(row.throughput(), load(row)))
                .toList();
    }

    @Test
    void theWholeGridsGiveACapacityForEachGroup() {
        var reports = HistoryFit.of(rows()).stream()
                .filter(report -> report.rows() == 24)
                .toList();
        assertThat(reports).hasSize(6).allSatisfy(report -> {
            var capacity = Objects.requireNonNull(report.capacity());
            assertThat(capacity.bottleneck()).isEqualTo("cpu");
            assertThat(capacity.throughput()).isBetween(capacity.low(), capacity.high());
            assertThat(report.baselines()).isNotNull();
        });
        assertThat(reports.get(0).group()).containsEntry("commit", "7cf49c8383").containsKey("msg_bytes");
    }

    @Test
    void theScalabilityLawGivesThePublishedValues() {
        var report = ScalabilityReport.of(
                        CsvTable.read(resource("specsdm91.csv")), "load", "throughput", List.of(), List.of(72.0, 500.0))
                .get(0);
        var fit = Objects.requireNonNull(report.fit());
        assertThat(fit.law().gamma()).isCloseTo(89.995, within(0.0005));
        assertThat(report.flags()).isEmpty();
        assertThat(report.predictions().get(0).throughput()).isCloseTo(1841, within(10.0));
        assertThat(report.predictions().get(1).refusal()).contains("measured up to 216");
        var tracer = ScalabilityReport.of(
                        CsvTable.read(resource("raytracer.csv")), "processors", "throughput", List.of(), List.of())
                .get(0);
        assertThat(tracer.flags()).containsExactly("no-knee-observed");
    }
}
