/** Event-time windows and what is late for them. */
@NullMarked
package io.loadmark.model.window;

import org.jspecify.annotations.NullMarked;
