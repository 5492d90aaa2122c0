package io.loadmark.streams.usage;

import io.loadmark.model.usage.Rates;
import org.jspecify.annotations.Nullable;

/** A sum over devices that is absent until one device gives a figure. */
final class Totals {
    private @Nullable Long sum;

    void add(@Nullable Long delta) {
        if (delta != null) sum = sum == null ? delta : Long.valueOf(sum + delta);
    }

    @Nullable
    Long sum() {
        return sum;
    }

    @Nullable
    Double per(Rates rates) {
        return sum == null ? null : Double.valueOf(sum / rates.seconds());
    }

    /** Microseconds of some activity per second of time. */
    @Nullable
    Double cores(Rates rates) {
        return sum == null ? null : rates.cores(0L, sum);
    }
}
