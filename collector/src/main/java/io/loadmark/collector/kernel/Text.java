package io.loadmark.collector.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;

/**
 * A cursor over a file's bytes that goes line by line and, within a line, word by word. Words are separated by blanks
 * and tabs. Numbers are decimal and fit a long.
 */
public final class Text {
    private final Path file;
    private final byte[] bytes;
    private final int end;
    private int at;
    private int lineEnd = -1;

    Text(Path file, byte[] bytes, int end) {
        this.file = file;
        this.bytes = bytes;
        this.end = end;
    }

    public static Text of(String content) {
        var bytes = content.getBytes(UTF_8);
        return new Text(Path.of(""), bytes, bytes.length);
    }

    /** Goes to the next line, if there is one. */
    public boolean nextLine() {
        at = lineEnd + 1;
        if (at >= end) return false;
        lineEnd = at;
        while (lineEnd < end && bytes[lineEnd] != '\n') lineEnd++;
        return true;
    }

    /** Takes the whole file for one line, for files whose only line may hold a newline in a name. */
    public Text asOneLine() {
        at = 0;
        lineEnd = end;
        return this;
    }

    /** Whether the line has a further word; goes to its start. */
    public boolean hasWord() {
        while (at < lineEnd && isBlank(bytes[at])) at++;
        return at < lineEnd;
    }

    /** Skips {@code prefix} if it comes next, blanks included. */
    public boolean skip(byte[] prefix) {
        if (lineEnd - at < prefix.length) return false;
        for (int i = 0; i < prefix.length; i++) if (bytes[at + i] != prefix[i]) return false;
        at += prefix.length;
        return true;
    }

    /** Skips {@code key} if it comes next and ends there, in a blank or a colon. */
    boolean skipKey(byte[] key) {
        int behind = at + key.length;
        if (behind >= lineEnd || bytes[at] != key[0] || !(isBlank(bytes[behind]) || bytes[behind] == ':')) return false;
        if (!skip(key)) return false;
        at++;
        return true;
    }

    /** Skips {@code c} if it comes next. */
    public boolean skip(char c) {
        boolean there = at < lineEnd && bytes[at] == c;
        if (there) at++;
        return there;
    }

    /** Skips words. */
    public void skipWords(int count) throws MalformedFileException {
        for (int i = 0; i < count; i++) {
            if (!hasWord()) throw malformed("a word is missing");
            at = wordEnd();
        }
    }

    /** The next word, empty at the end of the line. */
    public String word() {
        if (!hasWord()) return "";
        int start = at;
        at = wordEnd();
        return new String(bytes, start, at - start, UTF_8);
    }

    /** What comes up to {@code delimiter}, which is skipped; the whole rest of the line if it does not come. */
    public String until(char delimiter) {
        int start = at;
        while (at < lineEnd && bytes[at] != delimiter) at++;
        var part = new String(bytes, start, at - start, UTF_8);
        if (at < lineEnd) at++;
        return part;
    }

    /** What comes up to {@code delimiter}, without going there. */
    public String peekUntil(char delimiter) {
        int start = at;
        var part = until(delimiter);
        at = start;
        return part;
    }

    /** Goes behind the next {@code delimiter}; false if there is none. */
    public boolean skipPast(char delimiter) {
        while (at < lineEnd && bytes[at] != delimiter) at++;
        return skip(delimiter);
    }

    /** Goes behind the last {@code delimiter} of the line and returns what was before it. */
    public String untilLast(char delimiter) throws MalformedFileException {
        int start = at;
        int last = lineEnd - 1;
        while (last >= start && bytes[last] != delimiter) last--;
        if (last < start) throw malformed("no " + delimiter);
        at = last + 1;
        return new String(bytes, start, last - start, UTF_8);
    }

    /** The next character that is no blank. */
    public char letter() throws MalformedFileException {
        if (!hasWord()) throw malformed("a letter is missing");
        return (char) (bytes[at++] & 0xff);
    }

    /** The next word as a number; it may end in a letter or sign, as in {@code 4kB} or {@code 8:0}, which stays. */
    public long number() throws MalformedFileException {
        if (!hasWord()) throw malformed("a number is missing");
        boolean negative = skip('-');
        int start = at;
        long value = 0;
        while (at < lineEnd && isDigit(bytes[at])) {
            int digit = bytes[at++] - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) throw malformed("a number is too large");
            value = 10 * value + digit;
        }
        if (at == start) throw malformed("a number is malformed");
        return negative ? -value : value;
    }

    /** The next word as a decimal fraction. */
    public double decimal() throws MalformedFileException {
        String word = word();
        try {
            double value = Double.parseDouble(word);
            if (Double.isFinite(value)) return value;
        } catch (NumberFormatException e) {
            throw malformed("a number is malformed: " + e.getMessage());
        }
        throw malformed("a number is malformed");
    }

    public MalformedFileException malformed(String why) {
        return new MalformedFileException(file + ": " + why);
    }

    private int wordEnd() {
        int i = at;
        while (i < lineEnd && !isBlank(bytes[i])) i++;
        return i;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
