package io.loadmark.model.capacity;

/** A weighted least-squares line. */
final class Line {
    private double weight;
    private double sumX;
    private double sumY;
    private double sumXx;
    private double sumXy;

    void add(double w, double x, double y) {
        weight += w;
        sumX += w * x;
        sumY += w * y;
        sumXx += w * x * x;
        sumXy += w * x * y;
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

    /** Of the line that isn't below 0 at 0. */
    double slopeFromAtLeastZero() {
        return atZero() >= 0 || sumXx == 0 ? slope() : sumXy / sumXx;
    }
}
