package io.loadmark.model.history;

/**
 * Throughput at a load.
 *
 * @param load share of the limit
 * @param throughput median of what is to be expected, requests per second
 * @param low lower end of the interval that holds it in 9 of 10 cases
 * @param high upper end of that interval
 * @param extrapolated whether the load, or the throughput, lies beyond what was seen
 */
public record Prediction(double load, double throughput, double low, double high, boolean extrapolated) {}
