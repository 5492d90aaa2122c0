package io.loadmark.model.capacity;

import io.loadmark.model.curve.LoadBin;
import io.loadmark.model.curve.LoadQpsCurve;
import org.jspecify.annotations.Nullable;

/**
 * What simpler rules say an instance carries, whatever the SLA: an estimate is worth what it is better by.
 *
 * @param mostSeen the most that was learned from (persistence), requests per second
 * @param ratio the entitlement over the mean CPU time of a request, its base load included, requests per second; absent without requests
 */
public record PlainRules(double mostSeen, @Nullable Double ratio) {
    /** Of what a curve has seen. */
    public static PlainRules of(LoadQpsCurve curve) {
        double requests = curve.bins().stream().mapToDouble(LoadBin::requests).sum();
        double coreSeconds =
                curve.bins().stream().mapToDouble(LoadBin::coreSeconds).sum();
        Double ratio = requests > 0 && coreSeconds > 0
                ? Double.valueOf(curve.shape().entitlementCores() * requests / coreSeconds)
                : null;
        return new PlainRules(curve.maxRequestsPerSecond(), ratio);
    }
}
