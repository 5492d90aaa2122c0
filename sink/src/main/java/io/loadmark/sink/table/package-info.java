/** The tables' columns, each declared once beside where its value comes from; the tables themselves are in the migrations. */
@NullMarked
package io.loadmark.sink.table;

import org.jspecify.annotations.NullMarked;
