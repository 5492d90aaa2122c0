@NullMarked
package io.loadmark.streams.align;

import org.jspecify.annotations.NullMarked;
