package io.loadmark.model.capacity;

import io.loadmark.model.capacity.Capacity.Bottleneck;
import io.loadmark.model.curve.LoadBin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where more requests fail than an SLA allows, as far as it was seen: the ratio of failed requests over the throughput, smoothed so that it
 * never falls (pool adjacent violators, weighted by the requests). A stretch breaks the SLA when the lower end of Wilson's
 * 90 % interval of its ratio (JASA 22, 1927) does, so that one failure among few requests does not.
 *
 * @param low the highest throughput seen at which the SLA holds, requests per second; 0 when it held at none
 * @param qps where the smoothed ratio passes the allowed one, between the other two
 * @param high the lowest throughput seen at which the SLA is broken, requests per second
 */
record ErrorBound(double low, double qps, double high) {
    /** One-sided, of a normal distribution. */
    private static final double NINETY_PERCENT = 1.2816;

    /** Bands of one ratio. */
    private record Stretch(double lowest, double highest, double requests, double errors) {
        double ratio() {
            return errors / requests;
        }

        Stretch with(Stretch above) {
            return new Stretch(lowest, above.highest, requests + above.requests, errors + above.errors);
        }

        /** Whether chance alone hardly gives so many failures where the allowed ratio is. */
        boolean exceeds(double allowed) {
            double z2 = NINETY_PERCENT * NINETY_PERCENT;
            double p = ratio();
            double middle = p + z2 / (2 * requests);
            double spread = NINETY_PERCENT * Math.sqrt(p * (1 - p) / requests + z2 / (4 * requests * requests));
            return p > allowed && (middle - spread) / (1 + z2 / requests) > allowed;
        }
    }

    /** The bound that bands of throughput, ascending, show; empty when they show none, or none is asked for. */
    static Optional<ErrorBound> of(List<LoadBin> bins, Sla sla) {
        Double allowed = sla.errorRatio();
        if (allowed == null) return Optional.empty();
        Stretch holds = null;
        for (Stretch stretch : rising(bins)) {
            if (stretch.exceeds(allowed)) return Optional.of(between(holds, stretch, allowed));
            holds = stretch;
        }
        return Optional.empty();
    }

    private static ErrorBound between(@Nullable Stretch holds, Stretch breaks, double allowed) {
        if (holds == null) return new ErrorBound(0, 0, breaks.lowest);
        double share = Math.max(0, allowed - holds.ratio()) / (breaks.ratio() - holds.ratio());
        return new ErrorBound(holds.highest, holds.highest + share * (breaks.lowest - holds.highest), breaks.lowest);
    }

    private static List<Stretch> rising(List<LoadBin> bins) {
        var stretches = new ArrayList<Stretch>();
        for (LoadBin bin : bins) {
            if (bin.requests() <= 0) continue;
            double x = bin.requestsPerSecond();
            var stretch = new Stretch(x, x, bin.requests(), Math.min(bin.errors(), bin.requests()));
            while (!stretches.isEmpty() && stretches.get(stretches.size() - 1).ratio() >= stretch.ratio()) {
                stretch = stretches.remove(stretches.size() - 1).with(stretch);
            }
            stretches.add(stretch);
        }
        return stretches;
    }

    /** The capacity, where this is below what the latency allows. */
    Capacity applied(Capacity byLatency) {
        Double latencyQps = byLatency.qps();
        if (latencyQps == null || latencyQps <= qps) return byLatency;
        return new Capacity(
                byLatency.sla(),
                qps,
                low,
                high,
                Bottleneck.ERRORS,
                byLatency.maxUtilisationSeen(),
                false,
                byLatency.reasons(),
                byLatency.resourceBoundQps(),
                byLatency.baselineQps(),
                byLatency.limits(),
                byLatency.points());
    }
}
