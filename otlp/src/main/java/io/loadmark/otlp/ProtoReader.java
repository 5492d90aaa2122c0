package io.loadmark.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;

/** Walks the fields of protobuf messages in place. Damage is an {@link InvalidProtocolBufferException}. */
final class ProtoReader {
    /** Wire types: a tag is {@code field << 3 | type}. */
    static final int VARINT = 0;

    static final int FIXED64 = 1;
    /** Length-delimited: message, text or bytes. */
    static final int LEN = 2;

    private final byte[] source;
    private final int base;
    private final CodedInputStream in;
    private int tag;
    private int sliceFrom;
    private int sliceLength;

    ProtoReader(byte[] source) {
        this(source, 0, source.length);
    }

    ProtoReader(byte[] source, int from, int length) {
        this.source = source;
        this.base = from;
        this.in = CodedInputStream.newInstance(source, from, length);
    }

    /** Moves to the next field of the message entered last; false at its end. */
    boolean next() throws IOException {
        tag = in.readTag();
        return tag != 0;
    }

    int tag() {
        return tag;
    }

    /** Enters the message in this field; {@link #leave} takes what it returns. */
    int enter() throws IOException {
        return in.pushLimit(in.readRawVarint32());
    }

    void leave(int outer) {
        in.popLimit(outer);
    }

    void skip() throws IOException {
        if (!in.skipField(tag)) throw new InvalidProtocolBufferException("a group ends that has not begun");
    }

    /** Steps over a length-delimited field and remembers where it lies in {@link #source}. */
    void slice() throws IOException {
        sliceLength = in.readRawVarint32();
        sliceFrom = position();
        in.skipRawBytes(sliceLength);
    }

    byte[] source() {
        return source;
    }

    int sliceFrom() {
        return sliceFrom;
    }

    int sliceLength() {
        return sliceLength;
    }

    /** A reader of the message in the field that {@link #slice} stepped over. */
    ProtoReader sliced() {
        return new ProtoReader(source, sliceFrom, sliceLength);
    }

    /** Where the next byte to read lies in {@link #source}. */
    int position() {
        return base + in.getTotalBytesRead();
    }

    long varint() throws IOException {
        return in.readRawVarint64();
    }

    long fixed64() throws IOException {
        return in.readRawLittleEndian64();
    }
}
