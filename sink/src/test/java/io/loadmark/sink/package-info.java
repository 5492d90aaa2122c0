@NullMarked
package io.loadmark.sink;

import org.jspecify.annotations.NullMarked;
