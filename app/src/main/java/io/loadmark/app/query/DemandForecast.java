package io.loadmark.app.query;

import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.Sla;
import io.loadmark.model.forecast.CapacityRange;
import io.loadmark.model.forecast.DemandForecaster;
import io.loadmark.model.forecast.Forecast;
import io.loadmark.model.forecast.HourlyPeak;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service's demand of the days to come against what it carries, with the instances of now.
 *
 * @param capacity inside the SLA, as its machines are now
 * @param forecast against that
 * @param guaranteed inside the SLA when all neighbours are busy
 * @param guaranteedForecast against that; absent when it isn't known
 */
public record DemandForecast(
        ServiceName service,
        int horizonDays,
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
     * Asks.
     *
     * @param service as {@link StoredCurves#named} takes it
     * @param withinSeconds how far back instances are looked for
     * @throws NothingYetException if nothing has been learned of the service, or its capacity isn't known
     */
    public static DemandForecast of(
            Connection connection, String tenant, String service, Sla sla, long withinSeconds, int horizonDays)
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
        var history = history(connection, tenant, named.getKey(), DemandForecaster.pastDays(horizonDays));
        var guaranteed = deployments.capacityGuaranteed();
        var sure = range(guaranteed);
        return new DemandForecast(
                named.getKey(),
                horizonDays,
                capacity,
                DemandForecaster.forecast(history, range, horizonDays),
                guaranteed,
                sure == null ? null : DemandForecaster.forecast(history, sure, horizonDays));
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
