/** Throughput over concurrency or size: the Universal Scalability Law. */
@NullMarked
package io.loadmark.model.scalability;

import org.jspecify.annotations.NullMarked;
