/** Kafka records to rows. */
@NullMarked
package io.loadmark.sink.decode;

import org.jspecify.annotations.NullMarked;
