/** Kafka to ClickHouse, effectively once. */
@NullMarked
package io.loadmark.sink;

import org.jspecify.annotations.NullMarked;
