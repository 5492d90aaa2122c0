package io.loadmark.app.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.regex.Pattern;

/** Compares rows: numbers to 1e-9, inside of arrays too, all else exactly. */
final class Cells {
    private static final double TOLERANCE = 1e-9;
    private static final Pattern SEPARATORS = Pattern.compile("[\\[\\],() ]+");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");

    private Cells() {}

    static void assertClose(List<List<String>> actual, List<List<String>> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int row = 0; row < expected.size(); row++) assertRow(actual.get(row), expected.get(row));
    }

    private static void assertRow(List<String> actual, List<String> expected) {
        for (int i = 0; i < expected.size(); i++) {
            var wanted = SEPARATORS.split(expected.get(i), -1);
            var found = SEPARATORS.split(actual.get(i), -1);
            assertThat(found).as("column %d of %s", i, actual).hasSameSizeAs(wanted);
            for (int part = 0; part < wanted.length; part++) assertPart(found[part], wanted[part], actual, i);
        }
    }

    private static void assertPart(String found, String wanted, List<String> row, int column) {
        if (NUMBER.matcher(wanted).matches() && NUMBER.matcher(found).matches()) {
            double number = Double.parseDouble(wanted);
            assertThat(Double.parseDouble(found))
                    .as("column %d of %s", column, row)
                    .isCloseTo(number, within(TOLERANCE * Math.max(1, Math.abs(number))));
        } else {
            assertThat(found).as("column %d of %s", column, row).isEqualTo(wanted);
        }
    }
}
