package io.loadmark.model.history;

/**
 * What the other groups say of one: base and curvature of alike groups scatter around a common value.
 *
 * @param base mean of the bases
 * @param baseSpread their standard deviation, &gt; 0
 * @param curvature mean of the curvatures
 * @param curvatureSpread their standard deviation, &gt; 0
 */
record LawPrior(double base, double baseSpread, double curvature, double curvatureSpread) {}
