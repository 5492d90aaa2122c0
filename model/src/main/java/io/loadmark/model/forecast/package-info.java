/** Demand of the days to come, by season and trend, and when it reaches a capacity. */
@NullMarked
package io.loadmark.model.forecast;

import org.jspecify.annotations.NullMarked;
