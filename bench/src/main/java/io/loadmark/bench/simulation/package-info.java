/** Services with a known capacity, simulated event by event, and how far the estimates from their low loads are off. */
@NullMarked
package io.loadmark.bench.simulation;

import org.jspecify.annotations.NullMarked;
