package io.loadmark.app.command;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows of hosts, guests and services of known meaning, all of one hour of tenant {@code t}. */
record PlanningRows(AskedDatabase database) {
    private static final String HOUR = "toDateTime64('2026-03-02 00:00:00', 6, 'UTC')";

    void host(String name, String id, int cores, int cpus, String model) throws Exception {
        inventory(
                "HOST",
                id,
                id,
                HOUR,
                Map.of(
                        "host_host_name", text(name),
                        "host_physical_cores", "" + cores,
                        "host_online_cpus", "" + cpus,
                        "host_memory_bytes", "" + 32 * (1L << 30),
                        "host_cpu_model", text(model)));
    }

    /** Without shares, pins or quotas. */
    void guest(String host, String id, int vcpus, int gib) throws Exception {
        guest(host, id, vcpus, HOUR, Map.of("domain_memory_bytes", "" + gib * (1L << 30)));
    }

    /** By further columns of the inventory, as SQL. */
    void guest(String host, String id, int vcpus, String from, Map<String, String> columns) throws Exception {
        var all = new TreeMap<>(columns);
        all.put("domain_name", text(id));
        all.put("domain_vcpus", "" + vcpus);
        all.put("domain_hugepages", "false");
        inventory("DOMAIN", host, id, from, all);
    }

    void inventory(String kind, String host, String entity, String from, Map<String, String> columns) throws Exception {
        var names = List.copyOf(columns.keySet());
        var values = names.stream().map(columns::get).toList();
        database.execute("INSERT INTO inventory (tenant, kind, host_id, entity_id, valid_from, state, observed_at, `"
                + String.join("`, `", names) + "`) VALUES ('t', '" + kind + "', '" + host + "', '" + entity + "', "
                + from + ", 'PRESENT', " + HOUR + ", " + String.join(", ", values) + ")");
    }

    /** Seen up to 1.2 of its cores at 220 requests a second, 0.1 used in any case; durations around bucket 771, some 5 ms. */
    void curve(String service, String instance, double cores, double demand) throws Exception {
        database.execute(
                "INSERT INTO curves (tenant, service_name, instance_id, scope, last_window, first_window, seen, windows,"
                        + " base_cores, demand_seconds, entitlement_cores, host_cores, p00, p01, p11, residual_variance,"
                        + " observations, max_utilisation, max_requests_per_second, peak_concurrency, sampling_verified,"
                        + " bins.band, bins.windows, bins.requests, bins.seconds, bins.core_seconds, bins.throttled_ratio,"
                        + " bins.errors, bins.latency_buckets, bins.latency_counts) VALUES ('t', '" + service
                        + "', '" + instance + "', 'PROCESS', " + HOUR + ", " + HOUR
                        + ", 1000, 1000, 0.1, " + demand + ", " + cores + ", " + cores
                        + ", 0.01, 0, 0.0000001, 0.0001, 1000, " + 1.2 / cores
                        + ", 220, 3, true, [8, 11], [500, 500], [70000, 105000], [500, 500], [400, 575], [0, 0],"
                        + " [0, 0], [[760, 771, 780], [760, 771, 785]], [[20000, 40000, 10000], [30000, 60000, 15000]])");
    }

    /** An instance in a guest, whose own collector is known by the domain's UUID. */
    void place(String service, String instance, String domain, String host) throws Exception {
        inventory("HOST", "in-" + domain, "in-" + domain, HOUR, Map.of("host_product_uuid", text(domain)));
        placed(service, instance, host, "'in-" + domain + "'", text(domain), "'/app'");
    }

    /** An instance in a control group of a physical host. */
    void place(String service, String instance, String host, String group, int weight) throws Exception {
        placed(service, instance, host, text(host), "NULL", text(group));
        group(host, group, "" + weight, "NULL", "NULL");
    }

    /** Weight, cores by quota and container, as SQL. */
    void group(String host, String path, String weight, String quota, String container) throws Exception {
        database.execute(
                "INSERT INTO cgroup_samples (tenant, host_id, at, path, hierarchy, cpu_weight, quota_micros, period_micros, container_id)"
                        + " VALUES ('t', '" + host + "', " + HOUR + ", '" + path + "', 'V2', " + weight + ", " + quota
                        + " * 100000, 100000, " + container + ")");
    }

    private void placed(String service, String instance, String host, String seenBy, String domain, String group)
            throws Exception {
        database.execute(
                "INSERT INTO load_samples (tenant, service_name, instance_id, start, length_micros, revision, requests, host_id,"
                        + " physical_host_id, domain_id, cgroup_path) VALUES ('t', '" + service + "', '" + instance
                        + "', " + HOUR + ", 1000000, 0, 1, " + seenBy + ", '" + host + "', " + domain + ", " + group
                        + ")");
    }

    /** A window of a minute each: half the mean at night, one and a half at noon, one per cent more each day. */
    void requests(String service, int days) throws Exception {
        database.execute(
                "INSERT INTO requests (tenant, service_name, instance_id, start, length_micros, revision, spans, requests,"
                        + " sampling_factor) SELECT 't', '" + service + "', 'i', " + HOUR
                        + " + number * 60 AS start, 60000000, 0, 1,"
                        + " 60 * 100 * (1 + intDiv(number, 60) / 2400) * (1 - 0.5 * cos(2 * pi() * toHour(start) / 24)), 1"
                        + " FROM numbers(" + days * 1440 + ")");
    }

    /** So many in each of ten seconds. */
    void peak(String service, double requestsPerSecond) throws Exception {
        database.execute(
                "INSERT INTO requests (tenant, service_name, instance_id, start, length_micros, revision, spans, requests,"
                        + " sampling_factor) SELECT 't', '" + service + "', 'i', " + HOUR + " + number, 1000000, 0, 1, "
                        + requestsPerSecond + ", 1 FROM numbers(10)");
    }

    private static String text(String value) {
        return "'" + value + "'";
    }
}
