/** A terminal screen of what runs here, to sort and to drill down. */
@NullMarked
package io.loadmark.app.top;

import org.jspecify.annotations.NullMarked;
