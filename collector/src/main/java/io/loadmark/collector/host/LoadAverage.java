package io.loadmark.collector.host;

import io.loadmark.collector.kernel.MalformedFileException;
import io.loadmark.collector.kernel.Text;

/** {@code /proc/loadavg}. */
record LoadAverage(double one, double five, double fifteen) {
    static LoadAverage parse(Text text) throws MalformedFileException {
        if (!text.nextLine()) throw text.malformed("is empty");
        return new LoadAverage(text.decimal(), text.decimal(), text.decimal());
    }
}
