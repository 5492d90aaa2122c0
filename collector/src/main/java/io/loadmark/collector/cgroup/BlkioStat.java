package io.loadmark.collector.cgroup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.loadmark.collector.kernel.MalformedFileException;
import io.loadmark.collector.kernel.Text;

/** Parses blkio.throttle files of v1: {@code 8:0 Read 4096}, some lines a device, and a total; into sums. */
record BlkioStat(long read, long written) {
    private static final byte[] READ = "Read ".getBytes(US_ASCII);
    private static final byte[] WRITE = "Write ".getBytes(US_ASCII);

    static BlkioStat parse(Text text) throws MalformedFileException {
        long read = 0;
        long written = 0;
        while (text.nextLine()) {
            if (!text.hasWord()) continue;
            text.skipWords(1); // device, or `Total`
            if (!text.hasWord()) throw text.malformed("a line ends early");
            if (text.skip(READ)) read += text.number();
            else if (text.skip(WRITE)) written += text.number();
        }
        return new BlkioStat(read, written);
    }
}
