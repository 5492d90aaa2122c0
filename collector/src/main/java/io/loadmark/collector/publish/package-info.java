/** Samples into Kafka. */
@NullMarked
package io.loadmark.collector.publish;

import org.jspecify.annotations.NullMarked;
