@NullMarked
package io.loadmark.streams.flow;

import org.jspecify.annotations.NullMarked;
