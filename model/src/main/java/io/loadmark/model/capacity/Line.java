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

    /** Standard error of the line at an x, from how the points scatter around it; infinite with fewer than three. */
    double errorAt(double x) {
        if (points < 3) return Double.POSITIVE_INFINITY;
        double spread = sumXx - weight * meanX() * meanX();
        double residual = sumYy - weight * meanY() * meanY() - slope() * slope() * spread;
        double variance = Math.max(0, residual) / (points - 2);
        return Math.sqrt(variance * (1 / weight + (x - meanX()) * (x - meanX()) / Math.max(1e-300, spread)));
    }

    /** Of the line that isn't below 0 at 0. */
    double slopeFromAtLeastZero() {
        return atZero() >= 0 || sumXx == 0 ? slope() : sumXy / sumXx;
    }
}
