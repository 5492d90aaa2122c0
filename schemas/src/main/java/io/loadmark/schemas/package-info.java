/** Encoding, decoding and keys of what travels through Kafka. The records themselves are generated into {@code io.loadmark.schema}. */
@NullMarked
package io.loadmark.schemas;

import org.jspecify.annotations.NullMarked;
