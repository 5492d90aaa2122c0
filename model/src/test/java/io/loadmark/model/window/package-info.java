@NullMarked
package io.loadmark.model.window;

import org.jspecify.annotations.NullMarked;
