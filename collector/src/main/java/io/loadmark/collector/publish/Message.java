package io.loadmark.collector.publish;

import io.loadmark.runtime.topics.Topic;

/** An encoded record. Compared by identity. */
@SuppressWarnings("ArrayRecordComponent") // encoded once, handed on, never changed or compared
record Message(Topic topic, byte[] key, byte[] value) {
    /** What an object and its references take beside the bytes, roughly. */
    private static final int OVERHEAD = 128;

    /** Bytes that it takes in memory, roughly. */
    int size() {
        return key.length + value.length + OVERHEAD;
    }
}
