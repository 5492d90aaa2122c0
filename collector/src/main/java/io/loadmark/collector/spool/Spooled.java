package io.loadmark.collector.spool;

/** A record as it was appended, and the place behind it, by which it is acknowledged. Compared by identity. */
@SuppressWarnings("ArrayRecordComponent") // read once, handed on, never changed or compared
public record Spooled(byte[] payload, Position end) {}
