package io.loadmark.app.query;

import static io.loadmark.runtime.config.ConfigException.check;

import io.loadmark.app.query.StoredCurves.Past;
import io.loadmark.model.accuracy.Hindsight;
import io.loadmark.model.accuracy.Scores;
import io.loadmark.model.accuracy.Slot;
import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.CapacityEstimator;
import io.loadmark.model.capacity.Sla;
import io.loadmark.runtime.config.Durations;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How right what was said of a service has been. The curve that each instance had at the end of a period, as it was stored
 * then, is asked about the minutes of the next one.
 *
 * @param period length of the periods, whole minutes
 * @param predictions curves that were asked
 */
public record Accuracy(ServiceName service, Sla sla, Duration period, int predictions, Scores scores) {
    private static final int MOST_PERIODS = 1_000;

    /** What was said of an instance, and what came. */
    private record Told(
            Past past, Capacity capacity, @Nullable Slot before, List<Slot> slots) {}

    /**
     * Of the time before the service's newest window.
     *
     * @throws NothingYetException if nothing has been said of a minute that has come
     * @throws io.loadmark.runtime.config.ConfigException if the periods are no whole minutes, or too many
     */
    public static Accuracy of(
            Connection connection, String tenant, String service, Sla sla, Duration within, Duration period)
            throws SQLException {
        long step = period.toNanos() / 1_000;
        check(
                !period.isZero() && period.equals(Duration.ofMinutes(period.toMinutes())),
                "--every must be whole minutes");
        check(within.dividedBy(period) <= MOST_PERIODS, "--within may hold at most " + MOST_PERIODS + " times --every");
        var newest = StoredCurves.named(connection, tenant, service, within.toSeconds());
        long last = newest.getValue().stream()
                .mapToLong(stored -> stored.curve().lastWindowMicros())
                .max()
                .orElseThrow();
        long from = last - within.toNanos() / 1_000;
        var minutes = PastSlots.of(connection, tenant, newest.getKey(), from);
        var told = StoredCurves.history(connection, tenant, newest.getKey(), from, step).parallelStream()
                .map(past -> told(past, sla, minutes, step))
                .filter(one -> !one.slots().isEmpty())
                .toList();
        if (told.isEmpty()) {
            throw new NothingYetException("of no minute of " + newest.getKey() + " had anything been said "
                    + Durations.text(period) + " before; ask later, or with a shorter --every");
        }
        var hindsight = new Hindsight(sla);
        for (var one : told) {
            for (var slot : one.slots()) hindsight.add(one.past().curve(), one.capacity(), one.before(), slot);
        }
        return new Accuracy(newest.getKey(), sla, period, told.size(), hindsight.scores());
    }

    private static Told told(Past past, Sla sla, PastSlots minutes, long step) {
        long next = (Math.floorDiv(past.curve().lastWindowMicros(), step) + 1) * step;
        return new Told(
                past,
                CapacityEstimator.estimate(past.curve(), sla),
                minutes.before(past.instance(), past.scope(), next),
                minutes.between(past.instance(), past.scope(), next, next + step));
    }
}
