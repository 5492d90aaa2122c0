package io.loadmark.otlp;

/** What is told of a pool of a heap. */
public enum HeapFigure {
    /** Bytes used after the last collection that managed the pool; 0 before the first. */
    USED_AFTER_LAST_COLLECTION,
    /** Bytes that the pool may grow to. */
    LIMIT
}
