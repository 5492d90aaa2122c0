package io.loadmark.otlp;

import static io.loadmark.otlp.ProtoReader.FIXED64;
import static io.loadmark.otlp.ProtoReader.LEN;
import static io.loadmark.otlp.ProtoReader.VARINT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;

/** One {@code KeyValue}, read in place: its key, and its value where that is a text or a whole number. Reused. */
final class Attribute {
    private static final int KEY = 1 << 3 | LEN;
    private static final int VALUE = 2 << 3 | LEN;
    private static final int STRING_VALUE = 1 << 3 | LEN;
    private static final int BOOL_VALUE = 2 << 3 | VARINT;
    private static final int INT_VALUE = 3 << 3 | VARINT;
    private static final int DOUBLE_VALUE = 4 << 3 | FIXED64;
    private static final int ARRAY_VALUE = 5 << 3 | LEN;
    private static final int KVLIST_VALUE = 6 << 3 | LEN;
    private static final int BYTES_VALUE = 7 << 3 | LEN;
    private static final int STRING_INDEX_VALUE = 8 << 3 | VARINT;

    private byte[] source = {};
    private int keyFrom;
    private int keyLength;
    private int textFrom;
    private int textLength;
    private long number;
    private boolean isText;
    private boolean isNumber;

    static byte[] key(String name) {
        return name.getBytes(UTF_8);
    }

    /** Reads the {@code KeyValue} in the reader's current field. */
    void read(ProtoReader in) throws IOException {
        int outer = in.enter();
        readFields(in);
        in.leave(outer);
    }

    /** Reads the {@code KeyValue} that the reader stepped over last. */
    void readSliced(ProtoReader in) throws IOException {
        readFields(in.sliced());
    }

    private void readFields(ProtoReader in) throws IOException {
        source = in.source();
        keyFrom = 0;
        keyLength = 0;
        clearValue();
        while (in.next()) {
            if (in.tag() == KEY) {
                in.slice();
                keyFrom = in.sliceFrom();
                keyLength = in.sliceLength();
            } else if (in.tag() == VALUE) {
                readValue(in);
            } else {
                in.skip();
            }
        }
    }

    private void readValue(ProtoReader in) throws IOException {
        int outer = in.enter();
        while (in.next()) {
            switch (in.tag()) {
                case STRING_VALUE -> {
                    in.slice();
                    clearValue();
                    isText = true;
                    textFrom = in.sliceFrom();
                    textLength = in.sliceLength();
                }
                case INT_VALUE -> {
                    clearValue();
                    isNumber = true;
                    number = in.varint();
                }
                case BOOL_VALUE, DOUBLE_VALUE, ARRAY_VALUE, KVLIST_VALUE, BYTES_VALUE, STRING_INDEX_VALUE -> {
                    clearValue(); // of a oneof the last one counts
                    in.skip();
                }
                default -> in.skip();
            }
        }
        in.leave(outer);
    }

    private void clearValue() {
        isText = false;
        isNumber = false;
        textLength = 0;
        number = 0;
    }

    boolean is(byte[] key) {
        return Arrays.equals(source, keyFrom, keyFrom + keyLength, key, 0, key.length);
    }

    boolean isNumber() {
        return isNumber;
    }

    /** Whether the value is a text that holds something. */
    boolean isText() {
        return isText && textLength > 0;
    }

    /** Whether the value is this text. */
    boolean isTextOf(byte[] text) {
        return isText && Arrays.equals(source, textFrom, textFrom + textLength, text, 0, text.length);
    }

    /** Whether the value is a text that ends so. */
    boolean endsWith(byte[] end) {
        int from = textFrom + textLength - end.length;
        return isText && from >= textFrom && Arrays.equals(source, from, from + end.length, end, 0, end.length);
    }

    long number() {
        return number;
    }

    int textFrom() {
        return textFrom;
    }

    int textLength() {
        return textLength;
    }

    /** The text, or empty; cut after so many characters. */
    String text(int maxChars) {
        return isText ? Text.decode(source, textFrom, textLength, maxChars) : "";
    }
}
