package io.loadmark.model.capacity;

import io.loadmark.model.sketch.LatencySketch;

/** A lognormal distribution of durations in seconds. */
record Lognormal(double mu, double sigma) {
    /** The least-squares line of log duration over normal scores, between two shares of the requests. */
    static Lognormal through(LatencySketch sketch, double from, double to) {
        int points = 40;
        double sz = 0;
        double sy = 0;
        double szz = 0;
        double szy = 0;
        for (int i = 0; i < points; i++) {
            double share = from + (to - from) * (i + 0.5) / points;
            double z = normalQuantile(share);
            double y = Math.log(sketch.quantileNanos(share) / 1e9);
            sz += z;
            sy += y;
            szz += z * z;
            szy += z * y;
        }
        double sigma = (points * szy - sz * sy) / (points * szz - sz * sz);
        return new Lognormal((sy - sigma * sz) / points, Math.max(0, sigma));
    }

    /** The duration that a share of all doesn't exceed, seconds. */
    double quantile(double share) {
        return Math.exp(mu + sigma * normalQuantile(share));
    }

    /** Inverse of the standard normal distribution, to 4.5e-4: Abramowitz and Stegun, 26.2.23. */
    static double normalQuantile(double share) {
        double tail = Math.min(share, 1 - share);
        double t = Math.sqrt(-2 * Math.log(tail));
        double z =
                t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
        return share < 0.5 ? -z : z;
    }
}
