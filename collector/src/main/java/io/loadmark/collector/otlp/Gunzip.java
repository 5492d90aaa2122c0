package io.loadmark.collector.otlp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Decompresses untrusted bodies: a few bytes may stand for gigabytes. */
final class Gunzip {
    private static final int BUFFER = 8 << 10;

    private Gunzip() {}

    /** At most {@code maxBytes} + 1 bytes; one more than allowed tells that there are more. */
    static byte[] bounded(byte[] body, int maxBytes) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(body), BUFFER)) {
            return in.readNBytes(maxBytes + 1);
        }
    }
}
