@NullMarked
package io.loadmark.model.share;

import org.jspecify.annotations.NullMarked;
