package io.loadmark.model.capacity;

import io.loadmark.model.curve.Axis;
import io.loadmark.model.curve.LoadBin;
import java.util.List;

/**
 * Where the machine's network interface is full, of those with a known limit the one that is nearest to it: the share of the limit
 * that is used grows with the throughput in a straight line. Below the limit packets wait for one another, a matter of microseconds
 * that no request feels, so that the interface is a limit and no place where requests queue.
 */
final class InterfaceLimit {
    private static final int LEAST_BANDS = 4;

    /** Standard errors by which a share that grows is told from one that doesn't. */
    private static final double SURE = 3;

    /** Growth of the share that is worth speaking of. */
    private static final double LEAST_SHARE = 0.02;

    /** A burst may have been above the limit. */
    private static final double BURST = 0.9;

    private InterfaceLimit() {}

    /** Throughput at which it is full, requests per second; infinite where nothing tells it. */
    static double of(List<LoadBin> bins) {
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
        if (bands < LEAST_BANDS) return Double.POSITIVE_INFINITY;
        double perRequest = busy.slope();
        if (perRequest < SURE * busy.slopeError() || perRequest * (highest - calmest) < LEAST_SHARE) {
            return Double.POSITIVE_INFINITY;
        }
        double most = (1 - Math.max(0, busy.atZero())) / perRequest;
        return most > Places.FARTHEST * highest || most < BURST * highest
                ? Double.POSITIVE_INFINITY
                : Math.max(most, highest);
    }
}
