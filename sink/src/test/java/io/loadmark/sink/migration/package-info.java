@NullMarked
package io.loadmark.sink.migration;

import org.jspecify.annotations.NullMarked;
