/** The Kafka Streams topologies and the process that runs them. */
@NullMarked
package io.loadmark.streams;

import org.jspecify.annotations.NullMarked;
