package io.loadmark.app.query;

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
     * Of one service; absent where a capacity or a peak isn't known, or the transaction asks nothing of it.
     *
     * @param weight by how much its load grows when the transaction doubles, as a part of all of its load
     */
    static @Nullable Growth of(
            @Nullable Double capacity,
            @Nullable Double low,
            @Nullable Double high,
            @Nullable Double peak,
            double weight) {
        if (capacity == null || low == null || high == null || peak == null) return null;
        if (peak <= 0 || weight <= 0) return null;
        return new Growth(growth(capacity, peak, weight), growth(low, peak, weight), growth(high, peak, weight));
    }

    private static double growth(double capacity, double peak, double weight) {
        return (capacity / peak - 1) / weight;
    }
}
