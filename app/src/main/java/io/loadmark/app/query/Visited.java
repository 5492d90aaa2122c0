package io.loadmark.app.query;

import io.loadmark.model.capacity.Capacity;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service that a transaction visits.
 *
 * @param visits visits for one transaction
 * @param share of its requests those for the transaction, in [0, 1]; absent when its requests are not known
 * @param weight of its load that for the transaction: the share with each route at its cost; absent with the share
 * @param peak highest mean over ten seconds, requests per second; absent when nothing was asked of late
 * @param then the same after the growth, in requests of today's mix
 * @param capacity what it carries; absent when nothing has been learned of it
 * @param guaranteed the same when all neighbours on the hosts are busy
 * @param fails growth of the transaction at which it is at its capacity; absent when unknown
 * @param failsGuaranteed growth at which it is at what is guaranteed; absent when unknown
 */
record Visited(
        ServiceName service,
        double visits,
        @Nullable Double share,
        @Nullable Double weight,
        @Nullable Double peak,
        @Nullable Double then,
        @Nullable Capacity capacity,
        @Nullable Capacity guaranteed,
        @Nullable Growth fails,
        @Nullable Growth failsGuaranteed) {

    /** The part of the capacity that is left after the growth, negative when it doesn't suffice; absent when unknown. */
    @Nullable
    Double headroom() {
        Double qps = capacity == null ? null : capacity.qps();
        if (qps == null || then == null) return null;
        return qps > 0 ? 1 - then / qps : Double.NEGATIVE_INFINITY;
    }

    Map<String, @Nullable Object> fields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("service", service.toString());
        fields.put("visitsPerTransaction", visits);
        fields.put("shareOfRequests", share);
        fields.put("shareOfLoad", weight);
        fields.put("peakQps", peak);
        fields.put("thenQps", then);
        fields.put("capacityQps", capacity == null ? null : capacity.qps());
        fields.put("capacityLow", capacity == null ? null : capacity.low());
        fields.put("capacityHigh", capacity == null ? null : capacity.high());
        fields.put("headroom", headroom());
        fields.put("guaranteedQps", guaranteed == null ? null : guaranteed.qps());
        Growth.put(fields, "failsAt", fails);
        Growth.put(fields, "failsGuaranteedAt", failsGuaranteed);
        fields.put("bottleneck", capacity == null ? null : CapacityText.binding(capacity));
        fields.put("flags", capacity == null ? null : CapacityText.flags(capacity));
        return fields;
    }
}
