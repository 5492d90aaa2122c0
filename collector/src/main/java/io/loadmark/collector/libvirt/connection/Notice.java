package io.loadmark.collector.libvirt.connection;

import java.util.UUID;

/** Something that libvirt told by itself, with the wall clock at which it came, microseconds since 1970. */
public sealed interface Notice {
    UUID domain();

    long atMicros();

    /** The domain changed its state: {@code started}, {@code stopped}, {@code rebooted}, …; why, if it was told. */
    record Lifecycle(UUID domain, String name, long atMicros, String event, String detail) implements Notice {}

    /** Something of the domain's configuration changed: it has to be read again to know what. */
    record Changed(UUID domain, long atMicros) implements Notice {}

    /** A block job ended, or its copy is complete and waits. Types and states as libvirt numbers them. */
    record BlockJob(UUID domain, long atMicros, String disk, int type, int status) implements Notice {}

    /** A job of the whole domain ended; with its figures, {@code operation} and {@code success} among them. */
    record JobEnded(UUID domain, long atMicros, DomainFigures figures) implements Notice {}
}
