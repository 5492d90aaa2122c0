package io.loadmark.collector.libvirt.connection;

import java.util.List;

/**
 * What one call for statistics told, and when it came back.
 *
 * @param wallMicros microseconds since 1970
 * @param monotonicNanos CLOCK_MONOTONIC, nanoseconds
 */
public record Snapshot(long wallMicros, long monotonicNanos, List<DomainReading> domains) {}
