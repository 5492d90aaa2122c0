package io.loadmark.app.query;

import io.loadmark.model.capacity.Capacity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * By how much a transaction may grow until a service is at its capacity; 0.23 for +23 %, negative when it is beyond it today.
 *
 * @param at by the capacity itself
 * @param low by the lower end of the capacity's interval
 * @param high by its upper end
 */
record Growth(double at, double low, double high) {
    /**
     * Of one service; absent where its capacity or its peak isn't known, or the transaction asks nothing of it.
     *
     * @param weight by how much its load grows when the transaction doubles, as a part of all of its load
     */
    static @Nullable Growth of(Capacity of, @Nullable Double peak, double weight) {
        Double capacity = of.qps();
        Double low = of.low();
        Double high = of.high();
        if (capacity == null || low == null || high == null || peak == null) return null;
        if (peak <= 0 || weight <= 0) return null;
        return new Growth(growth(capacity, peak, weight), growth(low, peak, weight), growth(high, peak, weight));
    }

    /** For programs, under a name and the same with Low and High. */
    static void put(Map<String, @Nullable Object> fields, String name, @Nullable Growth growth) {
        fields.put(name, growth == null ? null : growth.at);
        fields.put(name + "Low", growth == null ? null : growth.low);
        fields.put(name + "High", growth == null ? null : growth.high);
    }

    private static double growth(double capacity, double peak, double weight) {
        return (capacity / peak - 1) / weight;
    }
}
