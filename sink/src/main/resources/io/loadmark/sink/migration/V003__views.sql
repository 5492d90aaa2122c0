-- What people should ask. Every view counts a row once, whatever was written twice or corrected since.
--
-- A quantile q of a latency sketch is the middle of the first bucket at which the cumulated counts reach q of their sum;
-- the middle of bucket i is 2·g^i / (g + 1) nanoseconds with g = 1.01/0.99. Rounding of sums is allowed for by 1e-12.
-- Over several rows merge the sketches first: sumMap(latency_buckets, latency_counts).

CREATE VIEW IF NOT EXISTS latest_requests AS
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
FROM requests FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1
COMMENT 'The newest revision of each request window; revision -1 is still provisional. Calibrated requests per second, mean concurrency, quantiles in milliseconds.';

CREATE VIEW IF NOT EXISTS latest_load_samples AS
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

-- The key columns alone find the newest windows; the wide rows are then read for those only.
CREATE VIEW IF NOT EXISTS latest_curves AS
SELECT *
FROM curves FINAL
WHERE (tenant, service_namespace, service_name, instance_id, scope, last_window) IN
(
    SELECT tenant, service_namespace, service_name, instance_id, scope, max(last_window)
    FROM curves
    GROUP BY tenant, service_namespace, service_name, instance_id, scope
)
COMMENT 'What is known now of each instance and layer.';

CREATE VIEW IF NOT EXISTS balance AS
SELECT
    tenant,
    service_namespace,
    service_name,
    instance_id,
    second,
    sum(side.acknowledged) AS acknowledged,
    sum(side.counted) AS counted,
    sum(side.too_late) AS too_late,
    greatest(acknowledged - counted - too_late, 0) AS missing,
    greatest(counted - acknowledged, 0) AS duplicated,
    sum(side.late) AS late,
    sum(side.left_out) AS left_out
FROM
(
    SELECT
        tenant, service_namespace, service_name, instance_id, second,
        toInt64(uniqExact(trace_id_high, trace_id_low, span_id)) AS acknowledged,
        toInt64(0) AS counted, toInt64(0) AS too_late, toInt64(0) AS late, toInt64(0) AS left_out
    FROM acknowledged_spans
    GROUP BY tenant, service_namespace, service_name, instance_id, second
    UNION ALL
    SELECT tenant, service_namespace, service_name, instance_id, start, 0, spans, 0, late, duplicates
    FROM requests FINAL
    WHERE revision >= 0
    UNION ALL
    SELECT tenant, service_namespace, service_name, instance_id, start, 0, 0, spans, 0, 0
    FROM late_requests FINAL
) AS side
GROUP BY tenant, service_namespace, service_name, instance_id, second
COMMENT 'Each instance and second: distinct spans that Kafka holds against spans in final request windows. missing and duplicated must be 0; seconds that are not final yet are missing. late came within the correction time, too_late after it, left_out were repeated.';
