-- What machine an instance has: another CPU model, memory or tuning of its guest is another shape.

ALTER TABLE inventory
    ADD COLUMN IF NOT EXISTS `domain_tuning` Nullable(String) COMMENT 'Fingerprint of what a live change can change and its speed rests on: vCPUs, quotas, shares, pins, NUMA nodes, memory limits, weights and limits of disks and interfaces, devices passed through; not the balloon, nor a disk\'s source, which a snapshot changes. With another one the guest is another machine.' CODEC(ZSTD(1)) AFTER `domain_host_devices`;

ALTER TABLE load_samples
    ADD COLUMN IF NOT EXISTS `cpu_model` LowCardinality(Nullable(String)) COMMENT 'Model of the CPUs of the physical host; absent when not known.' CODEC(ZSTD(1)) AFTER `threads_per_core`,
    ADD COLUMN IF NOT EXISTS `memory_bytes` Nullable(Int64) COMMENT 'Memory of the machine whose collector saw it, bytes: of a guest what its balloon leaves it; absent when not known.' CODEC(ZSTD(1)) AFTER `cpu_model`,
    ADD COLUMN IF NOT EXISTS `tuning` Nullable(String) COMMENT 'Of a guest: its DomainInventory.tuning.' CODEC(ZSTD(1)) AFTER `memory_bytes`;

ALTER TABLE curves
    ADD COLUMN IF NOT EXISTS `cpu_model` LowCardinality(Nullable(String)) COMMENT 'Model of the CPUs of the physical host; another one begins the law anew. Absent when not known.' CODEC(ZSTD(1)) AFTER `threads_per_core`,
    ADD COLUMN IF NOT EXISTS `memory_bytes` Nullable(Int64) COMMENT 'Memory of the machine, bytes: of a guest what its balloon leaves it. Absent when not known.' CODEC(ZSTD(1)) AFTER `cpu_model`,
    ADD COLUMN IF NOT EXISTS `tuning` Nullable(String) COMMENT 'Of a guest: its DomainInventory.tuning; another one begins new bands.' CODEC(ZSTD(1)) AFTER `memory_bytes`;

-- A view keeps the columns that its table had when it was made.

CREATE OR REPLACE VIEW latest_load_samples AS
SELECT
    *,
    requests * sampling_factor / (length_micros / 1e6) AS requests_per_second,
    in_flight_seconds / (length_micros / 1e6) AS concurrency,
    if(empty(latency_buckets), NULL,
        2 * pow(1.01 / 0.99, latency_buckets[arrayFirstIndex(c -> c >= 0.5 * (1 - 1e-12) * arraySum(latency_counts), arrayCumSum(latency_counts))])
        / (1.01 / 0.99 + 1) / 1e6) AS p50_millis,
    if(empty(latency_buckets), NULL,
        2 * pow(1.01 / 0.99, latency_buckets[arrayFirstIndex(c -> c >= 0.99 * (1 - 1e-12) * arraySum(latency_counts), arrayCumSum(latency_counts))])
        / (1.01 / 0.99 + 1) / 1e6) AS p99_millis
FROM load_samples FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1
COMMENT 'The newest revision of each load sample; revision -1 is still provisional. Calibrated requests per second, mean concurrency, quantiles in milliseconds.';

CREATE OR REPLACE VIEW latest_curves AS
SELECT *
FROM curves FINAL
WHERE (tenant, service_namespace, service_name, instance_id, scope, last_window) IN
(
    SELECT tenant, service_namespace, service_name, instance_id, scope, max(last_window)
    FROM curves
    GROUP BY tenant, service_namespace, service_name, instance_id, scope
)
COMMENT 'What is known now of each instance and layer.';

CREATE OR REPLACE VIEW capacity AS
SELECT
    tenant,
    service_namespace,
    service_name,
    instance_id,
    service_version,
    scope,
    last_window,
    windows,
    base_cores,
    demand_seconds,
    entitlement_cores,
    host_cores,
    memory_bytes,
    cpu_model,
    1. AS utilisation_limit,
    if(windows >= 15 AND max_utilisation >= 0.15 AND demand_seconds > 0,
        greatest(entitlement_cores * utilisation_limit - base_cores, 0) / demand_seconds, NULL) AS resource_bound_qps,
    if(windows >= 15 AND max_utilisation >= 0.15 AND demand_seconds > 0,
        greatest(entitlement_cores * 0.85 - base_cores, 0) / demand_seconds, NULL) AS qps_at_85_percent,
    max_utilisation,
    max_requests_per_second,
    resource_bound_qps > max_requests_per_second AS extrapolated,
    sampling_verified
FROM latest_curves
ORDER BY last_window DESC
LIMIT 1 BY tenant, service_namespace, service_name, instance_id
COMMENT 'What each instance carries until its CPU is used up: (entitlement_cores · utilisation_limit − base_cores) / demand_seconds, NULL before 15 windows and 15 % utilisation. That is an upper bound: what it carries inside an SLA is less and is simulated, by `loadmark capacity` and `loadmark headroom`, not by SQL. A service has the least of its instances\' bounds over their shares of its traffic, not the sum.';
