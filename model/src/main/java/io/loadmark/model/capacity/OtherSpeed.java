package io.loadmark.model.capacity;

import io.loadmark.model.capacity.Capacity.Limit;
import io.loadmark.model.capacity.Capacity.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much CPU a request takes on another machine over what it takes here, as measured of other services.
 *
 * @param least of all services, &gt; 0
 * @param middle median
 * @param most of all services
 */
public record OtherSpeed(double least, double middle, double most) {
    /** A machine of the same kind. */
    public static final OtherSpeed SAME = new OtherSpeed(1, 1, 1);

    public OtherSpeed {
        if (!(least > 0 && least <= middle && middle <= most)) {
            throw new IllegalArgumentException("no speeds: " + least + ", " + middle + ", " + most);
        }
    }

    /**
     * The capacity on the other machine, to first order: throughput scales with the speed, while the part of the latency that is
     * service time does too. Unknown when the speed is.
     */
    public static Capacity applied(@Nullable OtherSpeed speed, Capacity here) {
        if (SAME.equals(speed)) return here;
        if (speed == null) return unknown(here);
        return new Capacity(
                here.sla(),
                over(here.qps(), speed.middle),
                over(here.low(), speed.most),
                over(here.high(), speed.least),
                here.bottleneck(),
                here.peer(),
                here.maxUtilisationSeen(),
                true,
                here.reasons(),
                over(here.resourceBoundQps(), speed.middle),
                over(here.baselineQps(), speed.middle),
                here.limits().stream()
                        .map(limit -> new Limit(limit.what(), limit.peer(), limit.requestsPerSecond() / speed.middle))
                        .toList(),
                List.of());
    }

    private static @Nullable Double over(@Nullable Double figure, double slowdown) {
        return figure == null ? null : Double.valueOf(figure / slowdown);
    }

    private static Capacity unknown(Capacity here) {
        return here.unknown(new Reason(Reason.Code.INSUFFICIENT_DATA, "the speed of the other machine is not known"));
    }
}
