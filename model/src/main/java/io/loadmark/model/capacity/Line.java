package io.loadmark.model.capacity;

/** A weighted least-squares line. */
final class Line {
    private int points;
    private double weight;
    private double sumX;
    private double sumY;
    private double sumXx;
    private double sumXy;
    private double sumYy;

    void add(double w, double x, double y) {
        points++;
        weight += w;
        sumX += w * x;
        sumY += w * y;
        sumXx += w * x * x;
        sumXy += w * x * y;
        sumYy += w * y * y;
    }

    boolean isEmpty() {
        return weight == 0;
    }

    double meanX() {
        return weight == 0 ? 0 : sumX / weight;
    }

    double meanY() {
        return weight == 0 ? 0 : sumY / weight;
    }

    /** 0 when all x are alike. */
    double slope() {
        if (weight == 0) return 0;
        double spread = sumXx / weight - meanX() * meanX();
        return spread > 1e-9 * meanX() * meanX() ? (sumXy / weight - meanX() * meanY()) / spread : 0;
    }

    double atZero() {
        return at(0);
    }

    double at(double x) {
        return meanY() + slope() * (x - meanX());
    }

    /** Standard error of the slope, from how the points scatter around the line; infinite where nothing tells it. */
    double slopeError() {
        double spread = spread();
        boolean tells = points >= 3 && spread > 1e-9 * weight * meanX() * meanX();
        return tells ? Math.sqrt(variance() / spread) : Double.POSITIVE_INFINITY;
    }

    /** Standard error of the line at an x; infinite with fewer than three points. */
    double errorAt(double x) {
        if (points < 3) return Double.POSITIVE_INFINITY;
        double off = x - meanX();
        return Math.sqrt(variance() * (1 / weight + off * off / Math.max(1e-300, spread())));
    }

    /** Share of the differences in y that the line explains, adjusted for the number of points; at most 1, 0 below three. */
    double explained() {
        double all = sumYy - weight * meanY() * meanY();
        return points < 3 || all <= 0 ? 0 : 1 - variance() * (points - 1) / all;
    }

    private double spread() {
        return sumXx - weight * meanX() * meanX();
    }

    /** Of the points around the line, of weight 1. */
    private double variance() {
        double residual = sumYy - weight * meanY() * meanY() - slope() * slope() * spread();
        return Math.max(0, residual) / (points - 2);
    }

    /** Of the line that isn't below 0 at 0. */
    double slopeFromAtLeastZero() {
        return atZero() >= 0 || sumXx == 0 ? slope() : sumXy / sumXx;
    }
}
