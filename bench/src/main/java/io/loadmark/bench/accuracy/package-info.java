/** How far estimates from real data are off. */
@NullMarked
package io.loadmark.bench.accuracy;

import org.jspecify.annotations.NullMarked;
