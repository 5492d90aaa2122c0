@NullMarked
package io.loadmark.streams.curves;

import org.jspecify.annotations.NullMarked;
