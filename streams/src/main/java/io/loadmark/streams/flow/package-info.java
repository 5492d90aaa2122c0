/** What all topologies share: serdes, watermarks, dead letters, routing. */
@NullMarked
package io.loadmark.streams.flow;

import org.jspecify.annotations.NullMarked;
