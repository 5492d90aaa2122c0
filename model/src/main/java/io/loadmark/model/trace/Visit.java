package io.loadmark.model.trace;

/**
 * One request served for a transaction.
 *
 * @param step who served it
 * @param weight visits that it stands for
 * @param seconds its duration
 * @param selfSeconds its duration without the time covered by calls to others
 * @param failed span status ERROR
 */
public record Visit(Step step, double weight, double seconds, double selfSeconds, boolean failed) {}
