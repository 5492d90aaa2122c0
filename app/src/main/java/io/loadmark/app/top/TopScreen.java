package io.loadmark.app.top;

import io.loadmark.app.collect.Snapshot;
import io.loadmark.app.collect.SnapshotText;
import io.loadmark.app.terminal.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** The screen as lines: the host, what is shown, the table with the selected row, the keys. */
final class TopScreen {
    private static final String KEYS =
            "↑↓ select   Enter its processes   Esc back   Tab cgroups/services/processes   c m i t sort   p pause   q quit";

    private TopScreen() {}

    /** What fits into so many lines and columns. */
    static List<AttributedString> lines(
            Snapshot snapshot, TopState state, TopTable table, SnapshotText text, int height, int width) {
        var screen = new ArrayList<AttributedString>();
        for (String line : text.hostLines(snapshot)) screen.add(plain(line, width));
        screen.add(AttributedString.EMPTY);
        screen.add(plain(title(state, table.rows()), width));
        screen.add(styled(table.lines().get(0), width, AttributedStyle.BOLD));
        int room = Math.max(1, height - screen.size() - 1);
        int selected = Math.max(0, Math.min(state.selected(), table.rows() - 1));
        int first = Math.max(0, Math.min(selected - room / 2, table.rows() - room));
        for (int row = first; row < Math.min(first + room, table.rows()); row++) {
            String line = table.lines().get(row + 1);
            screen.add(row == selected ? styled(line, width, AttributedStyle.INVERSE) : plain(line, width));
        }
        while (screen.size() < height - 1) screen.add(AttributedString.EMPTY);
        screen.add(plain(KEYS, width));
        return screen.subList(0, Math.min(screen.size(), Math.max(1, height)));
    }

    private static String title(TopState state, int rows) {
        return state.view().name() + "  " + rows + "  by " + state.sort().name().toLowerCase(Locale.ROOT)
                + (state.cgroup() == null ? "" : "  in " + Units.plain(state.cgroup()))
                + (state.paused() ? "  (paused)" : "");
    }

    private static AttributedString plain(String line, int width) {
        return new AttributedString(line).columnSubSequence(0, width);
    }

    private static AttributedString styled(String line, int width, AttributedStyle style) {
        return new AttributedString(line, style).columnSubSequence(0, width);
    }
}
