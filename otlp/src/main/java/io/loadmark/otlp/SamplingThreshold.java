package io.loadmark.otlp;

/**
 * The rejection threshold {@code th} in the {@code ot} member of a W3C tracestate, such as {@code ot=th:c;rv:…}: 1 to 14
 * lower-case hexadecimal digits, the leading ones of 56 bits.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/">TraceState: Probability
 *     Sampling</a>
 */
final class SamplingThreshold {
    static final long NONE = -1;
    private static final int DIGITS = 14;
    /** Members may be long and many; W3C asks for 512 characters to be kept. */
    private static final int MAX_BYTES = 4096;

    private SamplingThreshold() {}

    /** {@link #NONE} when missing or malformed. */
    static long parse(byte[] source, int from, int length) {
        int end = from + Math.min(length, MAX_BYTES);
        for (int start = from; start < end; ) {
            int stop = indexOf(source, ',', start, end);
            int key = skipBlanks(source, start, stop);
            if (startsWith(source, key, stop, 'o', 't', '=')) return inMember(source, key + 3, stop);
            start = stop + 1;
        }
        return NONE;
    }

    private static long inMember(byte[] source, int from, int end) {
        for (int start = from; start < end; ) {
            int stop = indexOf(source, ';', start, end);
            if (startsWith(source, start, stop, 't', 'h', ':')) return digits(source, start + 3, stop);
            start = stop + 1;
        }
        return NONE;
    }

    private static long digits(byte[] source, int from, int end) {
        while (end > from && isBlank(source[end - 1])) end--;
        int count = end - from;
        if (count < 1 || count > DIGITS) return NONE;
        long threshold = 0;
        for (int i = from; i < end; i++) {
            int c = source[i];
            boolean lower = c >= 'a' && c <= 'f';
            if (!lower && (c < '0' || c > '9')) return NONE;
            threshold = (threshold << 4) | (lower ? c - 'a' + 10 : c - '0');
        }
        return threshold << (4 * (DIGITS - count));
    }

    private static int indexOf(byte[] source, char c, int from, int end) {
        int i = from;
        while (i < end && source[i] != c) i++;
        return i;
    }

    private static int skipBlanks(byte[] source, int from, int end) {
        int i = from;
        while (i < end && isBlank(source[i])) i++;
        return i;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static boolean startsWith(byte[] source, int from, int end, char a, char b, char c) {
        return end - from >= 3 && source[from] == a && source[from + 1] == b && source[from + 2] == c;
    }
}
