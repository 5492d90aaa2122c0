-- Calls to other services and the managed runtime, from live telemetry.

ALTER TABLE requests
    ADD COLUMN IF NOT EXISTS `call_spans` Nullable(Int64) COMMENT 'Distinct CLIENT and PRODUCER spans that ended in the window; absent until the instance tells of any.' CODEC(Delta, ZSTD(1)) AFTER `sampling_source`,
    ADD COLUMN IF NOT EXISTS `calls` Nullable(Float64) COMMENT 'Calls that they stand for, weighted as requests are.' CODEC(ZSTD(1)) AFTER `call_spans`,
    ADD COLUMN IF NOT EXISTS `call_errors` Nullable(Float64) COMMENT 'Calls whose span status is ERROR.' CODEC(ZSTD(1)) AFTER `calls`,
    ADD COLUMN IF NOT EXISTS `calls_outside` Nullable(Float64) COMMENT 'Calls made for no request: their span has no parent.' CODEC(ZSTD(1)) AFTER `call_errors`,
    ADD COLUMN IF NOT EXISTS `call_seconds` Nullable(Float64) COMMENT 'Time of requests that calls cover, seconds: calls of one trace that overlap and were sent together count once, where the last of them ended; calls outside are left out.' CODEC(ZSTD(1)) AFTER `calls_outside`,
    ADD COLUMN IF NOT EXISTS `call_duplicates` Nullable(Int64) COMMENT 'Spans of calls left out because their id had been seen.' CODEC(Delta, ZSTD(1)) AFTER `call_seconds`,
    ADD COLUMN IF NOT EXISTS `call_late` Nullable(Int64) COMMENT 'Spans of calls that were received after the window\'s end and grace.' CODEC(Delta, ZSTD(1)) AFTER `call_duplicates`,
    ADD COLUMN IF NOT EXISTS `peers.peer` Array(LowCardinality(String)) COMMENT 'Who was called: service.peer.name or peer.service; else, of a PRODUCER span, messaging.destination.name; else server.address:server.port or net.peer.name:net.peer.port; else db.system.name, db.system, messaging.destination.name, messaging.system or rpc.service; else `unknown`. `other` holds what goes beyond 16 peers.' CODEC(ZSTD(1)) AFTER `call_late`,
    ADD COLUMN IF NOT EXISTS `peers.calls` Array(Float64) COMMENT 'Calls to the peer, those outside included.' CODEC(ZSTD(1)) AFTER `peers.peer`,
    ADD COLUMN IF NOT EXISTS `peers.errors` Array(Float64) COMMENT 'Of them failed.' CODEC(ZSTD(1)) AFTER `peers.calls`,
    ADD COLUMN IF NOT EXISTS `peers.seconds` Array(Float64) COMMENT 'Time that they cover, seconds: those of one trace that overlap and were sent together count once.' CODEC(ZSTD(1)) AFTER `peers.errors`,
    ADD COLUMN IF NOT EXISTS `runtime_gc_paused_ratio` Nullable(Float64) COMMENT 'Share of the time in which a garbage collection stopped all threads (jvm.gc.duration, v8js.gc.duration), in [0, 1].' CODEC(ZSTD(1)) AFTER `peers.seconds`,
    ADD COLUMN IF NOT EXISTS `runtime_gc_pauses_per_second` Nullable(Float64) COMMENT 'Such pauses per second.' CODEC(ZSTD(1)) AFTER `runtime_gc_paused_ratio`,
    ADD COLUMN IF NOT EXISTS `runtime_heap_live_ratio` Nullable(Float64) COMMENT 'Heap used after the last collection (jvm.memory.used_after_last_gc), share of its limit (jvm.memory.limit), in [0, 1]; absent until the old generation has been collected once.' CODEC(ZSTD(1)) AFTER `runtime_gc_pauses_per_second`;

ALTER TABLE requests
    MODIFY COMMENT 'Requests of one instance in one second, and the calls that it made. revision -1 is provisional; the highest revision counts. Without requests there are only calls outside of any.';

ALTER TABLE late_requests
    COMMENT COLUMN IF EXISTS `spans` 'SERVER and CONSUMER spans.';

ALTER TABLE late_requests
    ADD COLUMN IF NOT EXISTS `calls` Int64 COMMENT 'CLIENT and PRODUCER spans.' CODEC(Delta, ZSTD(1)) AFTER `spans`;

ALTER TABLE load_samples
    COMMENT COLUMN IF EXISTS `call_seconds` 'Time of requests that calls to other services cover which ended in the window (CLIENT and PRODUCER spans), summed over requests, seconds: overlapping calls of one request count once; absent when the instance tells of no calls.';

ALTER TABLE load_samples
    COMMENT COLUMN IF EXISTS `runtime_gc_paused_ratio` 'Share of the time in which a garbage collection stopped all threads (jvm.gc.duration, v8js.gc.duration), in [0, 1].';

ALTER TABLE load_samples
    COMMENT COLUMN IF EXISTS `runtime_heap_live_ratio` 'Heap used after the last collection (jvm.memory.used_after_last_gc), share of its limit (jvm.memory.limit), in [0, 1]; absent until the old generation has been collected once.';

-- A view keeps the columns that its table had when it was made. An hour is one of requests, not of calls alone.

CREATE OR REPLACE VIEW latest_requests AS
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

CREATE OR REPLACE VIEW request_hours AS
SELECT
    tenant,
    service_namespace,
    service_name,
    toStartOfHour(minute) AS hour,
    sum(served) AS requests,
    max(served) / 60 AS peak_qps,
    count() AS minutes
FROM
(
    SELECT tenant, service_namespace, service_name, toStartOfMinute(start) AS minute, sum(requests * sampling_factor) AS served
    FROM requests FINAL
    WHERE spans > 0 OR in_flight_seconds > 0
    GROUP BY tenant, service_namespace, service_name, minute
    SETTINGS do_not_merge_across_partitions_select_final = 1
)
GROUP BY tenant, service_namespace, service_name, hour
COMMENT 'Each hour of each service, all instances together, calibrated for sampling: requests, the highest mean over one minute in requests per second, and the minutes in which any were seen.';
