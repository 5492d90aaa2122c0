/** Topology usage: cumulative counters into loads, entity by entity. */
@NullMarked
package io.loadmark.streams.usage;

import org.jspecify.annotations.NullMarked;
