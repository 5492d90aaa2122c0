package io.loadmark.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Texts of untrusted length. What is no UTF-8 becomes replacement characters instead of refusing the request: some SDKs
 * cut long attributes in the middle of a character.
 */
final class Text {
    private static final int MAX_BYTES_PER_CHAR = 3; // a character of four bytes is two chars

    private Text() {}

    static String decode(byte[] source, int from, int length, int maxChars) {
        // A character or two more than needed, so that the cut is never inside the last one that is kept.
        int enough = (maxChars + 2) * MAX_BYTES_PER_CHAR;
        var text = new String(source, from, Math.min(length, enough), UTF_8);
        if (text.length() <= maxChars) return text;
        return text.substring(0, Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars);
    }
}
