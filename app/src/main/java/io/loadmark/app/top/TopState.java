package io.loadmark.app.top;

import io.loadmark.app.collect.Snapshot.Sort;
import org.jspecify.annotations.Nullable;

/**
 * What the screen shows.
 *
 * @param selected index of the row under the cursor
 * @param cgroup only what is in it and below; all when absent
 * @param outside where one was before one went into it
 */
record TopState(
        View view,
        Sort sort,
        int selected,
        boolean paused,
        @Nullable String cgroup,
        View outside) {
    private static final int PAGE = 10;

    /** Which table. */
    enum View {
        DOMAINS,
        CGROUPS,
        SERVICES,
        PROCESSES;

        private View next() {
            return switch (this) {
                case CGROUPS -> SERVICES;
                case SERVICES -> PROCESSES;
                case PROCESSES -> DOMAINS;
                case DOMAINS -> CGROUPS;
            };
        }
    }

    static TopState start() {
        return new TopState(View.CGROUPS, Sort.CPU, 0, false, null, View.CGROUPS);
    }

    /** After a key other than QUIT; {@code cgroup} is that of the selected row, if it has one, of {@code rows}. */
    TopState after(Key key, int rows, @Nullable String selectedCgroup) {
        return switch (key) {
            case UP -> select(selected - 1, rows);
            case DOWN -> select(selected + 1, rows);
            case PAGE_UP -> select(selected - PAGE, rows);
            case PAGE_DOWN -> select(selected + PAGE, rows);
            case NEXT_VIEW -> show(view.next(), cgroup, outside);
            case ENTER ->
                view == View.PROCESSES || selectedCgroup == null ? this : show(View.PROCESSES, selectedCgroup, view);
            case BACK -> cgroup == null ? this : show(outside, null, outside);
            case BY_CPU -> sorted(Sort.CPU);
            case BY_MEMORY -> sorted(Sort.MEMORY);
            case BY_IO -> sorted(Sort.IO);
            case BY_THREADS -> sorted(Sort.THREADS);
            case PAUSE -> new TopState(view, sort, selected, !paused, cgroup, outside);
            case QUIT, OTHER -> this;
        };
    }

    private TopState select(int row, int rows) {
        return new TopState(view, sort, Math.max(0, Math.min(row, rows - 1)), paused, cgroup, outside);
    }

    private TopState show(View next, @Nullable String inside, View before) {
        return new TopState(next, sort, 0, paused, inside, before);
    }

    private TopState sorted(Sort by) {
        return new TopState(view, by, 0, paused, cgroup, outside);
    }
}
