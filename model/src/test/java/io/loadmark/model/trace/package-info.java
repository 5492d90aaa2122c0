@NullMarked
package io.loadmark.model.trace;

import org.jspecify.annotations.NullMarked;
