package io.loadmark.app.query;

import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.Sla;
import io.loadmark.model.forecast.CapacityRange;
import io.loadmark.model.forecast.DemandForecaster;
import io.loadmark.model.forecast.Forecast;
import io.loadmark.model.forecast.HourlyPeak;
import io.loadmark.model.forecast.Occasion;
import io.loadmark.runtime.config.ConfigException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service's demand of the days to come against what it carries, with the instances of now.
 *
 * @param leadTimeDays how long more capacity takes to come; 0 when not asked about
 * @param capacity inside the SLA, as its machines are now
 * @param forecast against that
 * @param guaranteed inside the SLA when all neighbours are busy
 * @param guaranteedForecast against that; absent when it isn't known
 */
public record DemandForecast(
        ServiceName service,
        int horizonDays,
        int leadTimeDays,
        Capacity capacity,
        Forecast forecast,
        Capacity guaranteed,
        @Nullable Forecast guaranteedForecast) {
    /** Reckoned back from the service's newest whole hour, and only as far as counts. */
    private static final String SQL = """
            WITH (SELECT toStartOfHour(max(start)) FROM requests
                    WHERE tenant = ? AND service_namespace = ? AND service_name = ?) AS newest
            SELECT intDiv(toUnixTimestamp(minute), 3600) AS hour, max(served) / 60 AS peak
            FROM (
                SELECT toStartOfMinute(start) AS minute, sum(requests * sampling_factor) AS served
                FROM requests FINAL
                WHERE tenant = ? AND service_namespace = ? AND service_name = ?
                    AND start >= newest - INTERVAL ? DAY AND start < newest
                GROUP BY minute
                SETTINGS do_not_merge_across_partitions_select_final = 1
            )
            GROUP BY hour ORDER BY hour""";

    /**
     * What is asked about the time to come.
     *
     * @param calendar days that are not like others
     */
    public record Ahead(int horizonDays, int leadTimeDays, List<Occasion> calendar) {}

    /**
     * Day by which more capacity must be ordered so that it is there in 95 % of the futures, by what is guaranteed where that is known;
     * absent when that isn't within the horizon.
     */
    @Nullable
    Long orderBy() {
        var exhaustion = (guaranteedForecast == null ? forecast : guaranteedForecast).exhaustion();
        Long earliest = exhaustion == null ? null : exhaustion.earliest();
        return earliest == null ? null : Long.valueOf(earliest - leadTimeDays);
    }

    /**
     * Asks.
     *
     * @param service as {@link StoredCurves#named} takes it
     * @param withinSeconds how far back instances are looked for
     * @throws ConfigException if a day of the calendar isn't within the horizon
     * @throws NothingYetException if nothing has been learned of the service, or its capacity isn't known
     */
    public static DemandForecast of(
            Connection connection, String tenant, String service, Sla sla, long withinSeconds, Ahead ahead)
            throws SQLException {
        var named = StoredCurves.named(connection, tenant, service, withinSeconds);
        var guarantees = Guarantees.of(connection, tenant, withinSeconds).of(named.getKey(), named.getValue());
        var deployments = Deployments.of(named.getValue(), sla, guarantees);
        var capacity = deployments.capacityNow();
        var range = range(capacity);
        if (range == null) {
            throw new NothingYetException("what " + service + " carries within " + sla + " is not known yet: "
                    + String.join(" ", CapacityText.flags(capacity)));
        }
        var history = history(connection, tenant, named.getKey(), DemandForecaster.pastDays(ahead.horizonDays()));
        var guaranteed = deployments.capacityGuaranteed();
        var sure = range(guaranteed);
        return new DemandForecast(
                named.getKey(),
                ahead.horizonDays(),
                ahead.leadTimeDays(),
                capacity,
                forecast(history, range, ahead),
                guaranteed,
                sure == null ? null : forecast(history, sure, ahead));
    }

    private static Forecast forecast(List<HourlyPeak> history, CapacityRange range, Ahead ahead) {
        try {
            return DemandForecaster.forecast(history, range, ahead.horizonDays(), ahead.calendar());
        } catch (IllegalArgumentException e) {
            throw new ConfigException("--event: " + e.getMessage(), e);
        }
    }

    private static @Nullable CapacityRange range(Capacity capacity) {
        var qps = capacity.qps();
        var low = capacity.low();
        var high = capacity.high();
        if (qps == null || low == null || high == null) return null;
        return new CapacityRange(qps, Math.min(low, qps), Math.max(high, qps));
    }

    static List<HourlyPeak> history(Connection connection, String tenant, ServiceName service, int days)
            throws SQLException {
        try (var statement = connection.prepareStatement(SQL)) {
            for (int first : new int[] {1, 4}) {
                statement.setString(first, tenant);
                statement.setString(first + 1, service.namespace());
                statement.setString(first + 2, service.name());
            }
            statement.setInt(7, days);
            try (var rows = statement.executeQuery()) {
                var history = new ArrayList<HourlyPeak>();
                while (rows.next()) history.add(new HourlyPeak(rows.getLong("hour"), rows.getDouble("peak")));
                return history;
            }
        }
    }
}
