package io.loadmark.app.fit;

import io.loadmark.model.history.Baselines;
import io.loadmark.model.history.GroupLaw;
import io.loadmark.model.history.HistoryCapacity;
import io.loadmark.model.history.Observation;
import io.loadmark.model.history.Prediction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was learned of one group of rows.
 *
 * @param group values of the grouping columns by their names; empty without grouping
 * @param rows rows learned from
 * @param refused rows left out, with the reason
 * @param laws law of each load that has one, by its name
 * @param capacity what the group can carry; absent when something is missing
 * @param missing what is missing for that; empty when nothing is
 * @param flags what to doubt, in words joined by hyphens
 * @param baselines what simpler means say of the capacity; absent with the capacity
 * @param predictions throughput at the loads that were asked for
 * @param observations rows of the load that binds, or of the first one
 */
public record GroupReport(
        Map<String, String> group,
        int rows,
        List<HistoryRows.Refused> refused,
        Map<String, GroupLaw> laws,
        @Nullable HistoryCapacity capacity,
        List<String> missing,
        List<String> flags,
        @Nullable Baselines baselines,
        List<Prediction> predictions,
        List<Observation> observations) {
    /** The law of the load that binds; absent with the capacity. */
    public @Nullable GroupLaw bindingLaw() {
        return capacity == null ? null : laws.get(capacity.axis());
    }
}
