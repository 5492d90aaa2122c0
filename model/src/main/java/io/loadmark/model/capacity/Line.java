package io.loadmark.model.capacity;

/** A weighted least-squares line. */
final class Line {
    private double weight;
    private double sumX;
    private double sumY;
    private double sumXx;
    private double sumXy;
    private double sumYy;
    private int points;

    void add(double w, double x, double y) {
        weight += w;
        sumX += w * x;
        sumY += w * y;
        sumXx += w * x * x;
        sumXy += w * x * y;
        sumYy += w * y * y;
        points++;
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

    /** Standard error of the slope; infinite where nothing tells it. */
    double slopeError() {
        if (points < 3) return Double.POSITIVE_INFINITY;
        double spread = sumXx / weight - meanX() * meanX();
        if (!(spread > 1e-9 * meanX() * meanX())) return Double.POSITIVE_INFINITY;
        double scatter = sumYy / weight - meanY() * meanY() - slope() * slope() * spread;
        return Math.sqrt(Math.max(0, scatter) / (points - 2) / spread);
    }

    double atZero() {
        return at(0);
    }

    double at(double x) {
        return meanY() + slope() * (x - meanX());
    }

    /** Of the line that isn't below 0 at 0. */
    double slopeFromAtLeastZero() {
        return atZero() >= 0 || sumXx == 0 ? slope() : sumXy / sumXx;
    }
}
