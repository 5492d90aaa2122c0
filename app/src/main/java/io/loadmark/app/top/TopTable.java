package io.loadmark.app.top;

import io.loadmark.app.collect.Row;
import io.loadmark.app.collect.Snapshot;
import io.loadmark.app.collect.SnapshotText;
import io.loadmark.schema.CgroupSample;
import io.loadmark.schema.ProcessSample;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows that the screen shows of a snapshot.
 *
 * @param lines the titles, then a line a row
 * @param cgroups the cgroup of each row, where it has one
 */
record TopTable(List<String> lines, List<@Nullable String> cgroups) {

    static TopTable of(Snapshot snapshot, TopState state, SnapshotText text) {
        var sorted = snapshot.sortedBy(state.sort());
        if (state.view() == TopState.View.CGROUPS) {
            var rows = sorted.cgroups().stream()
                    .filter(row -> isInside(row.sample().getPath(), state.cgroup()))
                    .toList();
            return new TopTable(text.cgroupLines(rows), paths(rows));
        }
        boolean services = state.view() == TopState.View.SERVICES;
        var rows = sorted.processes().stream()
                .filter(row -> !services || row.sample().getServiceName() != null)
                .filter(row -> isInside(row.sample().getCgroupPath(), state.cgroup()))
                .toList();
        return new TopTable(text.processLines(rows), cgroupsOf(rows));
    }

    static boolean isInside(@Nullable String path, @Nullable String cgroup) {
        if (cgroup == null || cgroup.equals("/")) return true;
        return path != null && (path.equals(cgroup) || path.startsWith(cgroup + "/"));
    }

    private static List<@Nullable String> paths(List<Row<CgroupSample>> rows) {
        var paths = new ArrayList<@Nullable String>();
        for (var row : rows) paths.add(row.sample().getPath());
        return paths;
    }

    private static List<@Nullable String> cgroupsOf(List<Row<ProcessSample>> rows) {
        var paths = new ArrayList<@Nullable String>();
        for (var row : rows) paths.add(row.sample().getCgroupPath());
        return paths;
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
