/** What had been said of an instance, scored against what came. */
@NullMarked
package io.loadmark.model.accuracy;

import org.jspecify.annotations.NullMarked;
