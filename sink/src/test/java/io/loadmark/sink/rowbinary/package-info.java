@NullMarked
package io.loadmark.sink.rowbinary;

import org.jspecify.annotations.NullMarked;
