package io.loadmark.collector.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.loadmark.schema.Pressure;
import org.jspecify.annotations.Nullable;

/** Parses pressure stall files: {@code some avg10=0.10 avg60=2.00 avg300=3.85 total=15}, and alike for {@code full}. */
public final class PressureFile {
    private static final byte[] SOME = "some ".getBytes(US_ASCII);
    private static final byte[] FULL = "full ".getBytes(US_ASCII);
    private static final byte[] TOTAL = "total=".getBytes(US_ASCII);
    private static final int AVERAGES = 3;

    private PressureFile() {}

    public static Pressure parse(Text text) throws MalformedFileException {
        Long some = null;
        Long full = null;
        while (text.nextLine()) {
            if (text.skip(SOME)) some = total(text);
            else if (text.skip(FULL)) full = total(text);
        }
        return pressure(text, some, full);
    }

    private static Pressure pressure(Text text, @Nullable Long some, @Nullable Long full)
            throws MalformedFileException {
        if (some == null) throw text.malformed("no line `some`");
        return new Pressure(some, full);
    }

    private static long total(Text text) throws MalformedFileException {
        text.skipWords(AVERAGES);
        if (!text.hasWord() || !text.skip(TOTAL)) throw text.malformed("no total");
        return text.number();
    }
}
