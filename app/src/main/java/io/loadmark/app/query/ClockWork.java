package io.loadmark.app.query;

import io.loadmark.app.query.StoredCurves.Stored;
import io.loadmark.model.capacity.OtherSize;
import io.loadmark.model.capacity.Sla;
import io.loadmark.model.forecast.Quantiles;
import io.loadmark.model.forecast.TheilSenLine;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Work that an instance does by the clock: CPU time that its requests don't explain, again and again in the same minutes of the hour
 * or hours of the day. The law of utilisation leaves it out as outliers; what is left for requests meanwhile is told here.
 *
 * @param from first slot of its cycle
 * @param to last slot; below {@code from} where it goes on over the end of the cycle
 * @param cores CPU time per second beyond the usual, cores
 * @param qps what the instance carries meanwhile, requests per second; absent where that isn't known
 */
record ClockWork(
        Cycle cycle,
        int from,
        int to,
        double cores,
        @Nullable Double qps) {
    /** Seen at least so many times. */
    private static final int LEAST_TURNS = 3;

    /** Share of the entitlement that is worth speaking of. */
    private static final double LEAST_SHARE = 0.05;

    /** Robust standard deviations between the slots by which one stands out. */
    private static final double SURE = 4;

    /** What repeats itself: minutes of the hour over a day, hours of the day over a week. */
    enum Cycle {
        HOUR(60, "toMinute(start)", "toStartOfHour(start)", "1 DAY"),
        DAY(24, "toHour(start)", "toDate(start)", "7 DAY");

        private final int slots;
        private final String sql;

        Cycle(int slots, String slot, String turn, String back) {
            this.slots = slots;
            this.sql = SQL.formatted(slot, turn, back);
        }
    }

    /** The root group is the whole machine's. */
    private static final String SQL = """
            SELECT instance_id, slot, count() AS turns, quantileExact(0.5)(throughput) AS traffic,
                quantileExact(0.25)(excess) AS least, quantileExact(0.5)(excess) AS usual
            FROM (
                SELECT instance_id, %s AS slot, %s AS turn, avg(requests_per_second) AS throughput,
                    avg(if(ifNull(cgroup_path, '/') = '/', process_cpu_cores, coalesce(cgroup_cpu_cores, process_cpu_cores)))
                        - any(demand_seconds) * throughput AS excess
                FROM latest_load_samples
                INNER JOIN (SELECT instance_id, demand_seconds FROM capacity
                    WHERE tenant = ? AND service_namespace = ? AND service_name = ?) AS law USING (instance_id)
                WHERE tenant = ? AND service_namespace = ? AND service_name = ? AND revision >= 0 AND NOT moved
                    AND start > (SELECT max(start) FROM load_samples
                        WHERE tenant = ? AND service_namespace = ? AND service_name = ?) - INTERVAL %s
                GROUP BY instance_id, slot, turn
                HAVING excess IS NOT NULL)
            GROUP BY instance_id, slot""";

    private static final int TIMES_ASKED_FOR = 3;

    /** Of a slot: how often it was seen, its usual throughput, and its excess in the usual turn and in that with the least of four. */
    private record Slot(long turns, double traffic, double least, double usual) {}

    /** Slots in a row that stand out, and by how many cores. */
    private record Stretch(int from, int to, double cores) {}

    /** Of each instance of a service, by its id. */
    static Map<String, List<ClockWork>> of(
            Connection connection, String tenant, ServiceName service, List<Stored> curves, Sla sla)
            throws SQLException {
        var found = new HashMap<String, List<ClockWork>>();
        for (var cycle : Cycle.values()) {
            var slots = slots(connection, tenant, service, cycle);
            for (var stored : curves) {
                double entitlement = stored.curve().shape().entitlementCores();
                var own = slots.getOrDefault(stored.instance(), new TreeMap<>());
                var told = found.computeIfAbsent(stored.instance(), id -> new ArrayList<>());
                for (var one : standingOut(cycle, own, entitlement)) {
                    double left = Math.max(1e-3, entitlement - one.cores);
                    Double qps = OtherSize.limited(stored.curve(), sla, left).qps();
                    told.add(new ClockWork(cycle, one.from, one.to, one.cores, qps));
                }
            }
        }
        return found;
    }

    private static Map<String, NavigableMap<Integer, Slot>> slots(
            Connection connection, String tenant, ServiceName service, Cycle cycle) throws SQLException {
        try (var statement = connection.prepareStatement(cycle.sql)) {
            for (int i = 0; i < TIMES_ASKED_FOR; i++) {
                statement.setString(3 * i + 1, tenant);
                statement.setString(3 * i + 2, service.namespace());
                statement.setString(3 * i + 3, service.name());
            }
            var found = new HashMap<String, NavigableMap<Integer, Slot>>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.computeIfAbsent(rows.getString("instance_id"), id -> new TreeMap<>())
                            .put(
                                    rows.getInt("slot"),
                                    new Slot(
                                            rows.getLong("turns"),
                                            rows.getDouble("traffic"),
                                            rows.getDouble("least"),
                                            rows.getDouble("usual")));
                }
            }
            return found;
        }
    }

    private static List<Stretch> standingOut(Cycle cycle, NavigableMap<Integer, Slot> slots, double entitlement) {
        slots.values().removeIf(slot -> slot.turns() < LEAST_TURNS);
        if (slots.size() <= cycle.slots / 2) return List.of();
        // What grows with the traffic of the day is a demand that is another one than was learned.
        var usual = TheilSenLine.through(
                slots.values().stream().mapToDouble(Slot::traffic).toArray(),
                slots.values().stream().mapToDouble(Slot::usual).toArray());
        double chance = Quantiles.fence(
                SURE,
                slots.values().stream()
                        .mapToDouble(slot -> slot.usual() - usual.at(slot.traffic()))
                        .toArray())[1];
        double least = Math.max(LEAST_SHARE * entitlement, chance);
        var cores = new TreeMap<Integer, Double>();
        slots.forEach((number, slot) -> {
            double expected = usual.at(slot.traffic());
            boolean standsOut = slot.usual() - expected > least && slot.least() - expected > least / 2;
            if (standsOut) cores.put(number, slot.usual() - expected);
        });
        return joined(cycle.slots, cores);
    }

    /** Neighbours as one, the last slot and the first included. */
    private static List<Stretch> joined(int slots, NavigableMap<Integer, Double> cores) {
        var joined = new ArrayList<Stretch>();
        cores.forEach((slot, more) -> {
            var last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && last.to + 1 == slot) {
                joined.set(joined.size() - 1, new Stretch(last.from, slot, Math.max(last.cores, more)));
            } else {
                joined.add(new Stretch(slot, slot, more));
            }
        });
        if (joined.size() > 1 && joined.get(0).from == 0) {
            var last = joined.get(joined.size() - 1);
            if (last.to == slots - 1) {
                var first = joined.remove(0);
                joined.set(joined.size() - 1, new Stretch(last.from, first.to, Math.max(first.cores, last.cores)));
            }
        }
        return joined;
    }

    /** Such as {@code minutes 0 to 3 of each hour}. */
    private String when() {
        return cycle == Cycle.HOUR
                ? String.format(Locale.ROOT, "in minutes %d to %d of each hour", from, to)
                : String.format(Locale.ROOT, "from %d:00 to %d:00 UTC each day", from, (to + 1) % Cycle.DAY.slots);
    }

    /** For a terminal. */
    String line() {
        return String.format(
                Locale.ROOT,
                "by the clock: %.2f cores more than its requests explain %s; then %s",
                cores,
                when(),
                qps == null ? "its capacity is not known" : String.format(Locale.ROOT, "%.1f requests/s", qps));
    }

    /** For programs. */
    Map<String, @Nullable Object> fields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("cycle", cycle.name().toLowerCase(Locale.ROOT));
        fields.put("from", from);
        fields.put("to", to);
        fields.put("cores", cores);
        fields.put("qps", qps);
        return fields;
    }
}
