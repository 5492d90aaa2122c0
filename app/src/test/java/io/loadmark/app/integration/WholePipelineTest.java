package io.loadmark.app.integration;

import static io.loadmark.app.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.loadmark.app.query.Change;
import io.loadmark.app.query.Headroom;
import io.loadmark.app.query.HeadroomText;
import io.loadmark.app.query.WhatIf;
import io.loadmark.app.up.Up;
import io.loadmark.model.capacity.Sla;
import io.loadmark.sink.clickhouse.ClickHouse;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a real service's real spans and CPU time to rows that answer. */
class WholePipelineTest {
    private static final String INSTANCE = "sdk-1";
    private static final String OF_INSTANCE =
            " FROM latest_load_samples WHERE instance_id = '" + INSTANCE + "' AND revision >= 0";
    private static final String LOADED = " AND host_cpu_cores > 0 AND process_cpu_cores > 0";
    private static final String TOLD =
            " AND call_seconds > 0 AND runtime_gc_pauses_per_second > 0 AND runtime_heap_live_ratio > 0";
    private static final int WINDOWS = 3;

    @Test
    void whatARealServiceSendsIsCountedJoinedWithItsLoadAndLearnedFrom(@TempDir Path directory) throws Exception {
        // However late the collector notices the service on a busy machine: its windows wait for it.
        var configuration =
                ShortSettings.up(directory.resolve("data")).with("the test", "streams: {placement-wait: 10m}");
        try (var up = Up.start(configuration, line -> {});
                var service = Emitter.start(
                        directory, up.receiver().orElseThrow().httpPort(), ShortSettings.HOST, INSTANCE)) {
            var rows = new Rows(up.clickHouse());
            await("windows with loads").until(() -> rows.number("SELECT count()" + OF_INSTANCE + LOADED) >= WINDOWS);
            await("windows with calls and collections")
                    .until(() -> rows.number("SELECT count()" + OF_INSTANCE + TOLD) >= WINDOWS);
            service.say("enough");
            long acknowledged = Long.parseLong(service.said("acknowledged (\\d+),"));
            long perhapsLate = Long.parseLong(service.said("perhaps late (\\d+)\\R"));
            everySpanIsCountedOnce(rows, acknowledged, perhapsLate);
            everyWindowIsJoined(rows, acknowledged, service.pid());
            everyCallIsCountedBesideTheRequests(rows, acknowledged);
            theRuntimeIsTold(rows);
            theInstanceHasACurve(rows);
            itsHeadroomIsTold(up);
            assertThat(rows.of("SELECT topic, cause FROM dead_letters")).isEmpty();
            await("every part to be well").untilAsserted(() -> assertThat(
                            up.health().components())
                    .allSatisfy((part, state) -> assertThat(state).as(part).isEqualTo("ok")));
        }
    }

    private static void everySpanIsCountedOnce(Rows rows, long acknowledged, long perhapsLate) throws Exception {
        String ofInstance = " FROM balance WHERE instance_id = '" + INSTANCE + "'";
        await("every acknowledged span in a final window")
                .until(
                        () -> rows.numbers("SELECT sum(acknowledged), sum(missing)" + ofInstance),
                        List.of(acknowledged, 0L)::equals);
        assertThat(rows.numbers("SELECT sum(counted), sum(duplicated), sum(too_late), sum(left_out)" + ofInstance))
                .containsExactly(acknowledged, 0L, 0L, 0L);
        assertThat(rows.number("SELECT sum(late)" + ofInstance)).isLessThanOrEqualTo(perhapsLate);
    }

    private static void everyWindowIsJoined(Rows rows, long acknowledged, long pid) throws Exception {
        await("every span in a final load sample")
                .until(() -> rows.number("SELECT toInt64(sum(spans))" + OF_INSTANCE) == acknowledged);
        assertThat(rows.of(
                        "SELECT DISTINCT link, physical_host_id, splitByChar('@', process_id)[1], moved" + OF_INSTANCE))
                .containsExactly(List.of("PROCESS", ShortSettings.HOST, Long.toString(pid), "false"));
    }

    private static void everyCallIsCountedBesideTheRequests(Rows rows, long acknowledged) throws Exception {
        String ofInstance = " FROM latest_requests WHERE instance_id = '" + INSTANCE + "' AND revision >= 0";
        assertThat(rows.numbers("SELECT toInt64(sum(call_spans)), toInt64(sum(calls_outside))" + ofInstance))
                .containsExactly(acknowledged, 0L);
        assertThat(rows.of("SELECT DISTINCT arrayJoin(peers.peer)" + ofInstance))
                .containsExactly(List.of(Emitter.PEER + ":8080"));
        // Each call takes 2 ms or more, and no more than its request.
        assertThat(rows.number(
                        "SELECT sum(call_seconds) BETWEEN 0.002 * sum(spans) AND sum(in_flight_seconds)" + OF_INSTANCE))
                .isOne();
    }

    private static void theRuntimeIsTold(Rows rows) throws Exception {
        assertThat(rows.number("SELECT min(runtime_gc_paused_ratio BETWEEN 0 AND 1"
                        + " AND runtime_heap_live_ratio BETWEEN 0 AND 1 AND runtime_gc_paused_ratio > 0)" + OF_INSTANCE
                        + TOLD))
                .isOne();
    }

    private static void itsHeadroomIsTold(Up up) throws Exception {
        var sla = Sla.parse("p99<=200ms");
        try (var connection = ClickHouse.connect(up.clickHouse())) {
            assertThat(Headroom.of(connection, "default", sla, 3600))
                    .singleElement()
                    .satisfies(headroom -> {
                        assertThat(Objects.requireNonNull(headroom.demand()).peak())
                                .isPositive();
                        assertThat(HeadroomText.lines(List.of(headroom))).hasSize(2);
                        assertThat(headroom.fields()).containsEntry("service", Emitter.SERVICE);
                    });
            var change = new Change(1.5, null, null, 3, Set.of());
            var answer = WhatIf.of(connection, "default", Emitter.SERVICE, sla, 3600, change);
            assertThat(answer.today().instances()).isEqualTo(1);
            assertThat(answer.then().instances()).isEqualTo(3);
            assertThat(Objects.requireNonNull(answer.then().peak()))
                    .isCloseTo(1.5 * Objects.requireNonNull(answer.today().peak()), withinPercentage(1e-9));
            assertThat(answer.lines()).hasSizeGreaterThan(3);
            var larger = new Change(1, 64, null, null, Set.of());
            var resized = WhatIf.of(connection, "default", Emitter.SERVICE, sla, 3600, larger);
            assertThat(resized.then().instances()).isEqualTo(1);
            assertThat(resized.notes()).anyMatch(note -> note.startsWith("64 vCPUs"));
            var nowhere = new Change(1, null, null, null, Set.of("no-such-host"));
            assertThatThrownBy(() -> WhatIf.of(connection, "default", Emitter.SERVICE, sla, 3600, nowhere))
                    .hasMessageContaining("but on [" + ShortSettings.HOST + "]");
        }
    }

    private static void theInstanceHasACurve(Rows rows) {
        String known = " FROM latest_curves WHERE instance_id = '" + INSTANCE + "'";
        await("a curve").until(() -> rows.number("SELECT count()" + known + " AND windows > 0") > 0);
    }
}
