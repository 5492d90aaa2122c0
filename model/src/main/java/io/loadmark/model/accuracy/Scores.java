package io.loadmark.model.accuracy;

/**
 * How what had been said compares with what came, beside what simpler means would have said at the same time.
 *
 * @param law load by the curve's law of utilisation, at the throughput that came
 * @param ratio load by the mean load of a request until then, at the throughput that came
 * @param persistence the load of the last slot before
 * @param capacity the SLA below and beyond the estimated capacity
 * @param outsideInterval the same of those slots alone whose throughput lay outside the capacity's 90 % interval
 * @param rule the SLA below and beyond the throughput at 85 % of the entitlement
 * @param unknown slots to which no capacity had been known
 * @param tooFew slots of too few requests to judge the SLA by
 */
public record Scores(
        LoadErrors law,
        LoadErrors ratio,
        LoadErrors persistence,
        Verdicts capacity,
        Verdicts outsideInterval,
        Verdicts rule,
        int unknown,
        int tooFew) {}
