/** How many requests per second fit into an SLA, and how sure that is. */
@NullMarked
package io.loadmark.model.capacity;

import org.jspecify.annotations.NullMarked;
