/** The collector: reads host, control groups and processes once a second into Kafka. */
@NullMarked
package io.loadmark.collector;

import org.jspecify.annotations.NullMarked;
