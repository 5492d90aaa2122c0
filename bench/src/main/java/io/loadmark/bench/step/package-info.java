/** What a learned window costs. */
@NullMarked
package io.loadmark.bench.step;

import org.jspecify.annotations.NullMarked;
