package io.loadmark.collector.host;

/** {@code collector.host:} in loadmark.yaml. */
public record HostConfig(boolean enabled) {}
