package io.loadmark.model.curve;

import java.util.List;

/**
 * What has been learned of one instance, or of a service as the fold of its instances: how its load grows with its
 * throughput, and its latency at each load. The learner's whole state; whose curve it is belongs to whoever keeps it.
 *
 * @param serviceVersion service.version that it was learned from; a new version starts a new curve
 * @param lastWindowMicros start of the newest window learned, microseconds since 1970; {@link Long#MIN_VALUE} before
 * @param firstWindowMicros start of the oldest window learned, microseconds since 1970; {@link Long#MIN_VALUE} before
 * @param windows windows learned
 * @param tooLate windows that came after a newer one had been learned, or a second time; left out
 * @param barred windows left out because they were not fit to learn from
 * @param shape the machine that it was learned on
 * @param utilisation law of utilisation
 * @param bins bands of throughput that have been seen, ascending
 * @param maxUtilisation highest utilisation of the entitlement that was learned from
 * @param maxRequestsPerSecond highest throughput that was learned from, requests per second
 * @param peakConcurrency highest mean number of requests in flight in a window
 * @param samplingVerified whether the span counts of every window were calibrated or configured
 * @param mix the mix of routes that the law is for, by name
 * @param peers services called whose calls are told apart, at most 8; the bands hold the time of their calls in this order
 * @param change what speaks for a change of the demand
 */
public record LoadQpsCurve(
        String serviceVersion,
        long lastWindowMicros,
        long firstWindowMicros,
        long windows,
        long tooLate,
        long barred,
        Shape shape,
        UtilisationLaw utilisation,
        List<LoadBin> bins,
        double maxUtilisation,
        double maxRequestsPerSecond,
        double peakConcurrency,
        boolean samplingVerified,
        List<RouteShare> mix,
        List<String> peers,
        ChangePoint change) {
    public LoadQpsCurve {
        peers = List.copyOf(peers);
        mix = List.copyOf(mix);
        bins = List.copyOf(bins);
    }

    /** The curve of an instance that has taught nothing yet. */
    public static LoadQpsCurve initial() {
        return new LoadQpsCurve(
                "",
                Long.MIN_VALUE,
                Long.MIN_VALUE,
                0,
                0,
                0,
                Shape.UNKNOWN,
                UtilisationFit.UNKNOWN,
                List.of(),
                0,
                0,
                0,
                false,
                List.of(),
                List.of(),
                ChangePoint.NONE);
    }

    /** The same curve with one more window counted as left out. */
    public LoadQpsCurve withBarred() {
        return counted(tooLate, barred + 1);
    }

    /** The same curve with one more window counted as too late to learn. */
    LoadQpsCurve withTooLate() {
        return counted(tooLate + 1, barred);
    }

    /** The same curve without its bands and the maxima that belong to them. */
    LoadQpsCurve withoutBins() {
        return new LoadQpsCurve(
                serviceVersion,
                lastWindowMicros,
                firstWindowMicros,
                windows,
                tooLate,
                barred,
                shape,
                utilisation,
                List.of(),
                0,
                0,
                0,
                samplingVerified,
                mix,
                List.of(),
                change);
    }

    private LoadQpsCurve counted(long late, long left) {
        return new LoadQpsCurve(
                serviceVersion,
                lastWindowMicros,
                firstWindowMicros,
                windows,
                late,
                left,
                shape,
                utilisation,
                bins,
                maxUtilisation,
                maxRequestsPerSecond,
                peakConcurrency,
                samplingVerified,
                mix,
                peers,
                change);
    }
}
