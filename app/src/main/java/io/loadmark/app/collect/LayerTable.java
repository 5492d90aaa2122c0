package io.loadmark.app.collect;

import io.loadmark.app.terminal.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** The columns of a layer, the last of them the name. What does not fit beside it is left out, the least important first. */
record LayerTable<S extends SpecificRecord>(List<Cell<S>> cells) {
    /** Of a long name so much is to be seen. */
    private static final int NAME_WIDTH = 30;

    private static final int GAP = 2;

    /**
     * A column.
     *
     * @param rank 0: always there; else the higher, the sooner it is left out
     */
    record Cell<S extends SpecificRecord>(String title, boolean number, int rank, Function<Row<S>, String> text) {}

    static <S extends SpecificRecord> Cell<S> number(String title, int rank, Function<Row<S>, String> text) {
        return new Cell<>(title, true, rank, text);
    }

    static <S extends SpecificRecord> Cell<S> text(String title, int rank, Function<Row<S>, String> text) {
        return new Cell<>(title, false, rank, text);
    }

    /** Titles, then a line for each row. A line is longer than {@code width} only by the end of a long name. */
    List<String> lines(List<Row<S>> rows, int width) {
        var shown = new ArrayList<>(cells);
        while (needed(shown, rows) > width) {
            var least = shown.get(0);
            for (var cell : shown) if (cell.rank() > least.rank()) least = cell;
            if (least.rank() == 0) break;
            shown.remove(least);
        }
        var table = new TextTable(shown.stream()
                .map(cell -> new TextTable.Column(cell.title(), cell.number()))
                .toList());
        for (var row : rows)
            table.add(shown.stream().map(cell -> cell.text().apply(row)).toList());
        return table.lines();
    }

    private static <S extends SpecificRecord> int needed(List<Cell<S>> cells, List<Row<S>> rows) {
        int sum = 0;
        for (var cell : cells) {
            int longest = cell.title().length();
            for (var row : rows)
                longest = Math.max(longest, cell.text().apply(row).length());
            boolean isName = cell.equals(cells.get(cells.size() - 1));
            sum += isName ? Math.min(longest, NAME_WIDTH) : longest + GAP;
        }
        return sum;
    }
}
