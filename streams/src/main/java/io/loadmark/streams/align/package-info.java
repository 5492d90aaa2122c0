/** Topology align: every layer of a host beside the requests that ran on it. */
@NullMarked
package io.loadmark.streams.align;

import org.jspecify.annotations.NullMarked;
