package io.loadmark.model.share;

import org.jspecify.annotations.Nullable;

/**
 * A control group of a host.
 *
 * @param path below the root, starting with {@code /}
 * @param weight cpu.weight, &gt; 0; absent when not known, as where its parent has no CPU controller for it
 * @param mostCores cores that it may use: the least of its own quota and its CPU set; absent when unlimited
 * @param isWorkload whether it is a container, a guest or a service of its own, not merely a parent of such
 */
public record ControlGroup(
        String path, @Nullable Double weight, @Nullable Double mostCores, boolean isWorkload) {}
