package io.loadmark.bench.simulation;

/** One request on its way. */
final class Request {
    /** What it does next. */
    enum Part {
        FIRST_HALF,
        SECOND_HALF
    }

    final double arrived;
    final int route;
    Part part = Part.FIRST_HALF;
    double cpuMark;
    double secondHalf;
    int reads;
    double callFrom;

    Request(double arrived, int route) {
        this.arrived = arrived;
        this.route = route;
    }
}
