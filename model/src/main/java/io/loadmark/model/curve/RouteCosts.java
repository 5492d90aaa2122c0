package io.loadmark.model.curve;

/**
 * What one more request of a route costs beside one of the mix: U = U₀ + D·X + Σ eₖ·(Xₖ − sₖ·X), so it is
 * D + eₖ − Σ sⱼ·eⱼ of CPU time beside D.
 */
public final class RouteCosts {
    private RouteCosts() {}

    /** CPU time of a route's request as a multiple of that of the mean request, ≥ 0; 1 where nothing is known of it. */
    public static double relative(LoadQpsCurve curve, String route) {
        double demand = curve.utilisation().demandSeconds();
        if (!(demand > 0)) return 1;
        double mean = 0;
        for (RouteShare known : curve.mix()) mean += known.share() * known.excessSeconds();
        for (RouteShare known : curve.mix()) {
            boolean learned = known.variance() > 0;
            if (learned && known.route().equals(route)) {
                return Math.max(0, 1 + (known.excessSeconds() - mean) / demand);
            }
        }
        return 1;
    }
}
