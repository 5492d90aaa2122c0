package io.loadmark.model.capacity;

import io.loadmark.model.curve.Axis;
import io.loadmark.model.curve.LoadBin;
import java.util.List;

/**
 * Where the machine's network interface is full, of those with a known limit the one that is nearest to it: the share of the limit
 * that is used grows with the throughput in a straight line. Below the limit packets wait for one another, a matter of microseconds
 * that no request feels, so that the interface is a limit and no place where requests queue.
 *
 * @param most throughput at which it is full, requests per second; infinite where nothing tells it
 * @param error standard error of the logarithm of {@code most}
 */
record InterfaceLimit(double most, double error) {
    private static final InterfaceLimit UNKNOWN = new InterfaceLimit(Double.POSITIVE_INFINITY, 0);
    private static final int LEAST_BANDS = 4;

    /** Standard errors by which a share that grows is told from one that doesn't. */
    private static final double SURE = 3;

    /** Growth of the share that is worth speaking of. */
    private static final double LEAST_SHARE = 0.02;

    /** A burst may have been above the limit. */
    private static final double BURST = 0.9;

    private static final double MOST_ERROR = 0.2;

    static InterfaceLimit of(List<LoadBin> bins) {
        var busy = new Line();
        double calmest = Double.POSITIVE_INFINITY;
        double highest = 0;
        int bands = 0;
        for (LoadBin bin : bins) {
            Double share = bin.axes().mean(Axis.NETWORK_BUSY);
            if (share == null || bin.requests() < Places.LEAST_REQUESTS) continue;
            busy.add(bin.seconds(), bin.requestsPerSecond(), share);
            calmest = Math.min(calmest, bin.requestsPerSecond());
            highest = Math.max(highest, bin.requestsPerSecond());
            bands++;
        }
        if (bands < LEAST_BANDS) return UNKNOWN;
        double perRequest = busy.slope();
        if (perRequest < SURE * busy.slopeError() || perRequest * (highest - calmest) < LEAST_SHARE) {
            return UNKNOWN;
        }
        double most = (1 - Math.max(0, busy.atZero())) / perRequest;
        if (most > Places.FARTHEST * highest || most < BURST * highest) return UNKNOWN;
        // Where the line reaches the limit: its error there, in throughput, is that much by its slope.
        double error = Math.min(MOST_ERROR, busy.errorAt(most) / (perRequest * most));
        return new InterfaceLimit(Math.max(most, highest), error);
    }

    boolean isKnown() {
        return Double.isFinite(most);
    }

    /** The same, as low as its standard error allows. */
    InterfaceLimit lower() {
        return new InterfaceLimit(most * Math.exp(-error), error);
    }
}
