package io.loadmark.app.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.app.up.Up;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a real service's real spans and CPU time to rows that answer. */
class WholePipelineTest {
    private static final String INSTANCE = "sdk-1";
    private static final int SECONDS = 6;

    @Test
    void whatARealServiceSendsIsCountedJoinedWithItsLoadAndLearnedFrom(@TempDir Path directory) throws Exception {
        try (var up = Up.start(ShortSettings.up(directory.resolve("data")), line -> {});
                var service = Emitter.start(
                        directory, up.receiver().orElseThrow().httpPort(), ShortSettings.HOST, INSTANCE, SECONDS)) {
            var rows = new Rows(up.clickHouse());
            long acknowledged = Long.parseLong(service.said("acknowledged (\\d+)"));
            assertThat(acknowledged).isPositive();
            everySpanIsCountedOnce(rows, acknowledged);
            everyWindowIsJoined(rows, acknowledged, service.pid());
            theInstanceHasACurve(rows);
            assertThat(rows.of("SELECT topic, cause FROM dead_letters")).isEmpty();
            assertThat(up.health().components())
                    .allSatisfy((part, state) -> assertThat(state).as(part).isEqualTo("ok"));
        }
    }

    private static void everySpanIsCountedOnce(Rows rows, long acknowledged) {
        var balance = Await.that(
                "every acknowledged span in a final window",
                () -> rows.numbers("SELECT sum(acknowledged), sum(missing), sum(counted), sum(duplicated), sum(late),"
                        + " sum(too_late), sum(left_out) FROM balance WHERE instance_id = '" + INSTANCE + "'"),
                sums -> sums.get(0) == acknowledged && sums.get(1) == 0);
        assertThat(balance).containsExactly(acknowledged, 0L, acknowledged, 0L, 0L, 0L, 0L);
    }

    private static void everyWindowIsJoined(Rows rows, long acknowledged, long pid) throws Exception {
        String ofInstance = " FROM latest_load_samples WHERE instance_id = '" + INSTANCE + "' AND revision >= 0";
        Await.until(
                "every span in a final load sample",
                () -> rows.number("SELECT toInt64(sum(spans))" + ofInstance) == acknowledged);
        assertThat(rows.of(
                        "SELECT DISTINCT link, physical_host_id, splitByChar('@', process_id)[1], moved" + ofInstance))
                .containsExactly(List.of("PROCESS", ShortSettings.HOST, Long.toString(pid), "false"));
        // A tick that came late on a busy machine may leave a window without a sample.
        assertThat(rows.number("SELECT count()" + ofInstance + " AND host_cpu_cores > 0 AND process_cpu_cores > 0"))
                .isGreaterThanOrEqualTo(SECONDS / 2);
    }

    private static void theInstanceHasACurve(Rows rows) {
        String known = " FROM latest_curves WHERE instance_id = '" + INSTANCE + "'";
        Await.until("a curve", () -> rows.number("SELECT count()" + known + " AND windows > 0") > 0);
    }
}
