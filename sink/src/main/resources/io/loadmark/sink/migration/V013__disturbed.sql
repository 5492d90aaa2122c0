-- What bars a window from teaching: work of the hypervisor on the guest, and spans that exporters dropped.
-- And transactions that applications count themselves.

ALTER TABLE domain_samples
    ADD COLUMN IF NOT EXISTS `jobs` Nullable(String) COMMENT 'Work of the hypervisor on the domain that is known to go on, such as migration-out, backup, snapshot or block-copy, with commas between; absent without any.' CODEC(ZSTD(1)) AFTER `state_reason`;

ALTER TABLE usage
    ADD COLUMN IF NOT EXISTS `job_ratio` Nullable(Float64) COMMENT 'Of a domain: share of the samples at which the hypervisor was known to work on it (a migration, backup, snapshot, block job), in [0, 1].' CODEC(ZSTD(1)) AFTER `context_switches_per_second`;

ALTER TABLE requests
    ADD COLUMN IF NOT EXISTS `sampling_least_factor` Float64 DEFAULT 1 COMMENT 'Lowest sampling factor of late, forgotten by 2 % with each interval between two metrics: what sampling alone explains.' CODEC(ZSTD(1)) AFTER `sampling_source`,
    ADD COLUMN IF NOT EXISTS `sampling_loss_suspected` Bool COMMENT 'Whether the sampling factor is so far above it that spans must have been lost.' CODEC(ZSTD(1)) AFTER `sampling_least_factor`;

ALTER TABLE load_samples
    ADD COLUMN IF NOT EXISTS `sampling_least_factor` Float64 DEFAULT 1 COMMENT 'Lowest sampling factor of late, forgotten by 2 % with each interval between two metrics: what sampling alone explains.' CODEC(ZSTD(1)) AFTER `sampling_source`,
    ADD COLUMN IF NOT EXISTS `sampling_loss_suspected` Bool COMMENT 'Whether the sampling factor is so far above it that spans must have been lost.' CODEC(ZSTD(1)) AFTER `sampling_least_factor`,
    ADD COLUMN IF NOT EXISTS `process_job_ratio` Nullable(Float64) COMMENT 'Of a domain: share of the samples at which the hypervisor was known to work on it (a migration, backup, snapshot, block job), in [0, 1].' CODEC(ZSTD(1)) AFTER `process_context_switches_per_second`,
    ADD COLUMN IF NOT EXISTS `cgroup_job_ratio` Nullable(Float64) COMMENT 'Of a domain: share of the samples at which the hypervisor was known to work on it (a migration, backup, snapshot, block job), in [0, 1].' CODEC(ZSTD(1)) AFTER `cgroup_context_switches_per_second`,
    ADD COLUMN IF NOT EXISTS `domain_job_ratio` Nullable(Float64) COMMENT 'Of a domain: share of the samples at which the hypervisor was known to work on it (a migration, backup, snapshot, block job), in [0, 1].' CODEC(ZSTD(1)) AFTER `domain_context_switches_per_second`,
    ADD COLUMN IF NOT EXISTS `host_job_ratio` Nullable(Float64) COMMENT 'Of a domain: share of the samples at which the hypervisor was known to work on it (a migration, backup, snapshot, block job), in [0, 1].' CODEC(ZSTD(1)) AFTER `host_context_switches_per_second`;

-- A view keeps the columns that its table had when it was made.

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

ALTER TABLE transaction_windows
    ADD COLUMN IF NOT EXISTS `counted` Float64 COMMENT 'Transactions that the declared counter counted, a point\'s spread evenly over its interval; in no other figure.' CODEC(ZSTD(1)) AFTER `dropped`;

CREATE OR REPLACE VIEW transactions AS
SELECT
    tenant,
    transaction,
    toStartOfMinute(start) AS minute,
    sum(part.transactions) AS transactions,
    sum(part.errors) AS errors,
    sum(part.seconds) * 1000 / nullIf(sum(part.transactions), 0) AS mean_millis,
    sum(part.counted) AS counted,
    sum(part.traces) AS traces,
    sum(part.orphans) AS orphans,
    sum(part.late) AS late,
    sum(part.dropped) AS dropped
FROM transaction_windows AS part FINAL
GROUP BY tenant, transaction, minute
SETTINGS do_not_merge_across_partitions_select_final = 1
COMMENT 'Business transactions by minute: how many by traces, how many of them failed, their mean duration in milliseconds; how many by the declared counter; how many traces the first rests on, and spans that were orphans, late or dropped.';
