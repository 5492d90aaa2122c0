package io.loadmark.app.demo.load;

/**
 * One request of a step.
 *
 * @param index of the request in its step
 * @param dueNanos when it was to be sent, by {@link System#nanoTime}; latency counts from here
 */
record Shot(StepRecord step, int index, long dueNanos) {}
