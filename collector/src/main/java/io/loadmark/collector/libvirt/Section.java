package io.loadmark.collector.libvirt;

import io.loadmark.collector.libvirt.connection.DomainFigures;

/**
 * The figures of one group and when they were read.
 *
 * @param readNanos CLOCK_MONOTONIC, nanoseconds
 */
record Section(DomainFigures figures, long readNanos) {}
