package io.loadmark.otlp;

import java.util.Arrays;

/** An encoded protobuf message inside a larger array. */
@SuppressWarnings("ArrayRecordComponent") // refers, never compares
record Slice(byte[] source, int from, int length) {
    /** Depths of messages in a request: request, ResourceSpans, ScopeSpans, span; for metrics likewise. */
    static final int REQUEST_LEVEL = 0;

    static final int RESOURCE_LEVEL = 1;
    static final int ITEM_LEVEL = 3;

    /** What the reader stepped over last. */
    static Slice of(ProtoReader in) {
        return new Slice(in.source(), in.sliceFrom(), in.sliceLength());
    }

    /** The tag of the messages one level deeper: resource_spans = 1; scope_spans = 2; spans, metrics = 2. */
    static int childTag(int level) {
        return (level == REQUEST_LEVEL ? 1 : 2) << 3 | ProtoReader.LEN;
    }

    ProtoReader reader() {
        return new ProtoReader(source, from, length);
    }

    byte[] bytes() {
        return from == 0 && length == source.length ? source : Arrays.copyOfRange(source, from, from + length);
    }
}
