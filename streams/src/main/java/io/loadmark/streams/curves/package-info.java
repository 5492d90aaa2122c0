/** Topology curves: load samples into what each instance can carry. */
@NullMarked
package io.loadmark.streams.curves;

import org.jspecify.annotations.NullMarked;
