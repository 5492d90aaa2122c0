@NullMarked
package io.loadmark.sink.table;

import org.jspecify.annotations.NullMarked;
