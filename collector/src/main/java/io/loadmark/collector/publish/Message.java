package io.loadmark.collector.publish;

import io.loadmark.runtime.topics.Topic;

/** An encoded record. Compared by identity. */
@SuppressWarnings("ArrayRecordComponent") // encoded once, handed on, never changed or compared
record Message(Topic topic, byte[] key, byte[] value) {}
