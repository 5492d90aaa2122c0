/** What a person sees in a terminal. */
@NullMarked
package io.loadmark.app.terminal;

import org.jspecify.annotations.NullMarked;
