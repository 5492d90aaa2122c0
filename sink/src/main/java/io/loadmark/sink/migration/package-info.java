/** Brings a ClickHouse database to the tables and views of this version. */
@NullMarked
package io.loadmark.sink.migration;

import org.jspecify.annotations.NullMarked;
