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
    private static final int USUAL_HEIGHT = 20;

    /** The longest that fits; the others say less. */
    private static final List<String> KEYS = List.of(
            "q quit   ↑↓ select   Enter its processes   Esc back   Tab domains/cgroups/services/processes   p pause"
                    + "   sort: c cpu  m memory  i io  t threads",
            "q quit  ↑↓ select  Enter into  Esc back  Tab view  p pause  c m i t sort",
            "q quit  ↑↓  Enter  Esc  Tab  p  c m i t");

    /** Of the screen's lines, those of the host take at most so large a part. */
    private static final int HOST_PART = 3;

    private TopScreen() {}

    /** What fits into so many lines and columns. */
    static List<AttributedString> lines(
            Snapshot snapshot, TopState state, TopTable table, SnapshotText text, int height, int width) {
        var screen = new ArrayList<AttributedString>();
        text.hostLines(snapshot).stream()
                .limit(Math.max(1, height / HOST_PART))
                .forEach(line -> screen.add(plain(line, width)));
        for (String problem : text.problemLines(snapshot)) screen.add(styled(problem, width, AttributedStyle.BOLD));
        if (height >= USUAL_HEIGHT) screen.add(AttributedString.EMPTY);
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
        var shown = new ArrayList<>(screen.subList(0, Math.min(screen.size(), Math.max(0, height - 1))));
        shown.add(plain(keys(width), width));
        return shown;
    }

    private static String keys(int width) {
        return KEYS.stream().filter(line -> line.length() <= width).findFirst().orElse(KEYS.get(KEYS.size() - 1));
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
