@NullMarked
package io.loadmark.streams.usage;

import org.jspecify.annotations.NullMarked;
