/** Arithmetic of counters and gauges. */
@NullMarked
package io.loadmark.model.usage;

import org.jspecify.annotations.NullMarked;
