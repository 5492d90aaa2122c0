/** ClickHouse's RowBinary format, written column by column; https://clickhouse.com/docs/interfaces/formats/RowBinary. */
@NullMarked
package io.loadmark.sink.rowbinary;

import org.jspecify.annotations.NullMarked;
