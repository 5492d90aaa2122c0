package io.loadmark.collector.cgroup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.loadmark.collector.kernel.MalformedFileException;
import io.loadmark.collector.kernel.Text;

/** Parses io.stat: {@code 254:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0}, a line a device, into their sums. */
record IoStat(long readBytes, long writtenBytes, long reads, long writes) {
    private static final byte[][] KEYS = {
        "rbytes=".getBytes(US_ASCII),
        "wbytes=".getBytes(US_ASCII),
        "rios=".getBytes(US_ASCII),
        "wios=".getBytes(US_ASCII)
    };

    static IoStat parse(Text text) throws MalformedFileException {
        var sums = new long[KEYS.length];
        while (text.nextLine()) {
            if (!text.hasWord()) continue;
            text.number(); // the device's major number
            text.skipWords(1);
            while (text.hasWord()) addPair(text, sums);
        }
        return new IoStat(sums[0], sums[1], sums[2], sums[3]);
    }

    private static void addPair(Text text, long[] sums) throws MalformedFileException {
        for (int i = 0; i < KEYS.length; i++) {
            if (text.skip(KEYS[i])) {
                sums[i] += text.number();
                return;
            }
        }
        text.skipWords(1);
    }
}
