@NullMarked
package io.loadmark.model.usage;

import org.jspecify.annotations.NullMarked;
