/** Connections to ClickHouse. */
@NullMarked
package io.loadmark.sink.clickhouse;

import org.jspecify.annotations.NullMarked;
