@NullMarked
package io.loadmark.sink.delivery;

import org.jspecify.annotations.NullMarked;
