/** Durations as counts in logarithmic buckets: mergeable, and every quantile within one percent. */
@NullMarked
package io.loadmark.model.sketch;

import org.jspecify.annotations.NullMarked;
