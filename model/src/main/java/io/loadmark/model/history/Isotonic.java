package io.loadmark.model.history;

/** Pool adjacent violators: the nearest sequence that never falls (R. E. Barlow et al., 1972). */
final class Isotonic {
    private Isotonic() {}

    /** The non-decreasing values nearest to these by least squares, each of the same weight. */
    static double[] increasing(double[] values) {
        int n = values.length;
        var mean = new double[n];
        var count = new int[n];
        int blocks = 0;
        for (double value : values) {
            mean[blocks] = value;
            count[blocks++] = 1;
            while (blocks > 1 && mean[blocks - 2] > mean[blocks - 1]) {
                int both = count[blocks - 2] + count[blocks - 1];
                mean[blocks - 2] = (mean[blocks - 2] * count[blocks - 2] + mean[blocks - 1] * count[blocks - 1]) / both;
                count[blocks - 2] = both;
                blocks--;
            }
        }
        var smooth = new double[n];
        int i = 0;
        for (int b = 0; b < blocks; b++) for (int k = 0; k < count[b]; k++) smooth[i++] = mean[b];
        return smooth;
    }
}
