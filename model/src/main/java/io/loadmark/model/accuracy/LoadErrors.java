package io.loadmark.model.accuracy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Errors of a predicted load relative to the one that came. Figures are absent without slots.
 *
 * @param slots slots that could be scored
 * @param mean mean size of the relative error
 * @param median median size of the relative error
 * @param bias mean relative error; above 0 more load was predicted than came
 */
public record LoadErrors(
        int slots,
        @Nullable Double mean,
        @Nullable Double median,
        @Nullable Double bias) {
    static LoadErrors of(List<Double> relative) {
        if (relative.isEmpty()) return new LoadErrors(0, null, null, null);
        var sizes = relative.stream().mapToDouble(Math::abs).sorted().toArray();
        int n = sizes.length;
        return new LoadErrors(
                n,
                relative.stream().mapToDouble(Math::abs).sum() / n,
                (sizes[(n - 1) / 2] + sizes[n / 2]) / 2,
                relative.stream().mapToDouble(e -> e).sum() / n);
    }
}
