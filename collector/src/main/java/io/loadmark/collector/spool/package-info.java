/** A bounded queue of byte strings on disk that survives {@code kill -9}; see docs/adr/0006. */
@NullMarked
package io.loadmark.collector.spool;

import org.jspecify.annotations.NullMarked;
