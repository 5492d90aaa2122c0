package io.loadmark.model.curve;

/**
 * One class of routes in the mix that the law of utilisation is for.
 *
 * @param route its name
 * @param share of the requests, in [0, 1]
 * @param excessSeconds CPU time of its requests beyond that of the mean request, seconds
 * @param variance of that figure, seconds squared
 */
public record RouteShare(String route, double share, double excessSeconds, double variance) {
    RouteShare with(double otherVariance) {
        return new RouteShare(route, share, excessSeconds, otherVariance);
    }
}
