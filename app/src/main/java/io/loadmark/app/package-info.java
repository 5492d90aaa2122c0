/** The {@code loadmark} command. */
@NullMarked
package io.loadmark.app;

import org.jspecify.annotations.NullMarked;
