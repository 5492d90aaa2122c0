/** Whether the parts of a process do their work. */
@NullMarked
package io.loadmark.runtime.health;

import org.jspecify.annotations.NullMarked;
