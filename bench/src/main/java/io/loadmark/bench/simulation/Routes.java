package io.loadmark.bench.simulation;

/** Routes of different cost, in a mix that goes from one to another. */
final class Routes {
    private final double[] cost;
    private final double[] first;
    private final double[] last;

    /**
     * As many routes as each array has.
     *
     * @param cost CPU time of each relative to the plain one
     * @param first shares at the beginning
     * @param last shares at the end
     */
    Routes(double[] cost, double[] first, double[] last) {
        this.cost = cost.clone();
        this.first = first.clone();
        this.last = last.clone();
    }

    int count() {
        return cost.length;
    }

    double cost(int route) {
        return cost[route];
    }

    /** Share of a route at a share of the way. */
    double share(int route, double way) {
        return first[route] + way * (last[route] - first[route]);
    }

    /** Mean cost at a share of the way. */
    double meanCost(double way) {
        double sum = 0;
        for (int route = 0; route < cost.length; route++) sum += share(route, way) * cost[route];
        return sum;
    }

    /** The same routes in their last mix from the beginning. */
    Routes settled() {
        return new Routes(cost, last, last);
    }
}
