/** Tests of forecasts: series of known season and trend. */
@NullMarked
package io.loadmark.model.forecast;

import org.jspecify.annotations.NullMarked;
