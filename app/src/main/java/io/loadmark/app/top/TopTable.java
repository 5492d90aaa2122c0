package io.loadmark.app.top;

import io.loadmark.app.collect.Row;
import io.loadmark.app.collect.Snapshot;
import io.loadmark.app.collect.SnapshotText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The rows that the screen shows of a snapshot.
 *
 * @param lines the titles, then a line a row
 * @param cgroups the cgroup of each row, where it has one
 */
record TopTable(List<String> lines, List<@Nullable String> cgroups) {

    static TopTable of(Snapshot snapshot, TopState state, SnapshotText text, int width) {
        var sorted = snapshot.sortedBy(state.sort());
        return switch (state.view()) {
            case DOMAINS -> {
                var rows = inside(state, sorted.domains(), sample -> sample.getCgroupPath());
                yield of(text.domainLines(rows, width), rows, sample -> sample.getCgroupPath());
            }
            case CGROUPS -> {
                var rows = inside(state, sorted.cgroups(), sample -> sample.getPath());
                yield of(text.cgroupLines(rows, width), rows, sample -> sample.getPath());
            }
            case SERVICES, PROCESSES -> {
                boolean services = state.view() == TopState.View.SERVICES;
                var rows = inside(state, sorted.processes(), sample -> sample.getCgroupPath()).stream()
                        .filter(row -> !services || row.sample().getServiceName() != null)
                        .toList();
                yield of(text.processLines(rows, width), rows, sample -> sample.getCgroupPath());
            }
        };
    }

    private static <S extends SpecificRecord> List<Row<S>> inside(
            TopState state, List<Row<S>> rows, Function<S, @Nullable String> path) {
        return rows.stream()
                .filter(row -> isInside(path.apply(row.sample()), state.cgroup()))
                .toList();
    }

    private static <S extends SpecificRecord> TopTable of(
            List<String> lines, List<Row<S>> rows, Function<S, @Nullable String> path) {
        var paths = new ArrayList<@Nullable String>();
        for (var row : rows) paths.add(path.apply(row.sample()));
        return new TopTable(lines, paths);
    }

    static boolean isInside(@Nullable String path, @Nullable String cgroup) {
        if (cgroup == null || cgroup.equals("/")) return true;
        return path != null && (path.equals(cgroup) || path.startsWith(cgroup + "/"));
    }

    int rows() {
        return cgroups.size();
    }

    /** The cgroup of the row. */
    @Nullable
    String cgroup(int row) {
        return row < 0 || row >= cgroups.size() ? null : cgroups.get(row);
    }
}
