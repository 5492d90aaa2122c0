/** The loop: when sources are read, each on its own thread, and where their samples go. */
@NullMarked
package io.loadmark.collector.sampling;

import org.jspecify.annotations.NullMarked;
