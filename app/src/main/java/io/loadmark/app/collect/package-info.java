/** What a collector sees here and now, for a person. */
@NullMarked
package io.loadmark.app.collect;

import org.jspecify.annotations.NullMarked;
