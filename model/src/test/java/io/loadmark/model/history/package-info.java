@NullMarked
package io.loadmark.model.history;

import org.jspecify.annotations.NullMarked;
