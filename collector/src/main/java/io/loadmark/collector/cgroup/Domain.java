package io.loadmark.collector.cgroup;

import org.jspecify.annotations.Nullable;

/**
 * A libvirt domain.
 *
 * @param uuid lower case; absent where nothing readable tells it
 */
record Domain(String name, @Nullable String uuid) {}
