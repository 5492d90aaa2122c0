/** Simulated services seen through the streams. */
@NullMarked
package io.loadmark.bench.simulation;

import org.jspecify.annotations.NullMarked;
