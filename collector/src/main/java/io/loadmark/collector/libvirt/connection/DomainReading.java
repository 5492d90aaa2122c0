package io.loadmark.collector.libvirt.connection;

import java.util.UUID;

/**
 * What a call for statistics told of one domain.
 *
 * @param id libvirt's number of the running domain
 */
public record DomainReading(UUID uuid, String name, int id, DomainFigures figures) {}
