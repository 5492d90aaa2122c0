@NullMarked
package io.loadmark.streams;

import org.jspecify.annotations.NullMarked;
