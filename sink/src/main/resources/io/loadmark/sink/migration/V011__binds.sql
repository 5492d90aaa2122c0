-- Which service binds, how much of an interface's limit is used, and what a curve keeps of both.

ALTER TABLE load_samples
    ADD COLUMN IF NOT EXISTS `peers.peer` Array(LowCardinality(String)) COMMENT 'Who was called: service.peer.name or peer.service; else, of a PRODUCER span, messaging.destination.name; else server.address:server.port or net.peer.name:net.peer.port; else db.system.name, db.system, messaging.destination.name, messaging.system or rpc.service; else `unknown`. `other` holds what goes beyond 16 peers.' CODEC(ZSTD(1)) AFTER `call_seconds`,
    ADD COLUMN IF NOT EXISTS `peers.calls` Array(Float64) COMMENT 'Calls to the peer, those outside included.' CODEC(ZSTD(1)) AFTER `peers.peer`,
    ADD COLUMN IF NOT EXISTS `peers.errors` Array(Float64) COMMENT 'Of them failed.' CODEC(ZSTD(1)) AFTER `peers.calls`,
    ADD COLUMN IF NOT EXISTS `peers.seconds` Array(Float64) COMMENT 'Time that they cover, seconds: those of one trace that overlap and were sent together count once.' CODEC(ZSTD(1)) AFTER `peers.errors`,
    ADD COLUMN IF NOT EXISTS `process_network_busy_ratio` Nullable(Float64) COMMENT 'Bytes per second as a share of the limit, of the interface and direction that is nearest to its own: the rate set for a guest\'s interface (domiftune), the link speed of a host\'s; in [0, 1] but for bursts; absent where no limit is known.' CODEC(ZSTD(1)) AFTER `process_packet_loss_ratio`,
    ADD COLUMN IF NOT EXISTS `cgroup_network_busy_ratio` Nullable(Float64) COMMENT 'Bytes per second as a share of the limit, of the interface and direction that is nearest to its own: the rate set for a guest\'s interface (domiftune), the link speed of a host\'s; in [0, 1] but for bursts; absent where no limit is known.' CODEC(ZSTD(1)) AFTER `cgroup_packet_loss_ratio`,
    ADD COLUMN IF NOT EXISTS `domain_network_busy_ratio` Nullable(Float64) COMMENT 'Bytes per second as a share of the limit, of the interface and direction that is nearest to its own: the rate set for a guest\'s interface (domiftune), the link speed of a host\'s; in [0, 1] but for bursts; absent where no limit is known.' CODEC(ZSTD(1)) AFTER `domain_packet_loss_ratio`,
    ADD COLUMN IF NOT EXISTS `host_network_busy_ratio` Nullable(Float64) COMMENT 'Bytes per second as a share of the limit, of the interface and direction that is nearest to its own: the rate set for a guest\'s interface (domiftune), the link speed of a host\'s; in [0, 1] but for bursts; absent where no limit is known.' CODEC(ZSTD(1)) AFTER `host_packet_loss_ratio`;

ALTER TABLE usage
    ADD COLUMN IF NOT EXISTS `network_busy_ratio` Nullable(Float64) COMMENT 'Bytes per second as a share of the limit, of the interface and direction that is nearest to its own: the rate set for a guest\'s interface (domiftune), the link speed of a host\'s; in [0, 1] but for bursts; absent where no limit is known.' CODEC(ZSTD(1)) AFTER `packet_loss_ratio`;

ALTER TABLE host_samples
    ADD COLUMN IF NOT EXISTS `nics.speed_bytes_per_second` Array(Nullable(Int64)) COMMENT 'Link speed in each direction, bytes per second; absent where it is not known, as of most virtual ones.' CODEC(ZSTD(1)) AFTER `nics.send_drops`;

ALTER TABLE domain_samples
    ADD COLUMN IF NOT EXISTS `interfaces.receive_limit_bytes_per_second` Array(Nullable(Int64)) COMMENT 'Limit of what the guest receives, bytes per second (domiftune, inbound average); absent when none is set.' CODEC(ZSTD(1)) AFTER `interfaces.send_drops`,
    ADD COLUMN IF NOT EXISTS `interfaces.send_limit_bytes_per_second` Array(Nullable(Int64)) COMMENT 'Limit of what it sends, bytes per second (domiftune, outbound average); absent when none is set.' CODEC(ZSTD(1)) AFTER `interfaces.receive_limit_bytes_per_second`;

ALTER TABLE curves
    COMMENT COLUMN IF EXISTS `bins.axis_totals` 'Other loads, each integrated over the time in which it was reported, in the order of the model\'s axes: requests in flight, calls in flight, run-queue delay, steal, cores used by others, tasks, pressure on CPU, memory and I/O, memory used of its limit, major faults, share of time in GC pauses, GC pauses, live part of the heap, disk busy, disk operations, disk queue, network bytes, packet loss, network busy. Empty when none was reported.';

ALTER TABLE curves
    ADD COLUMN IF NOT EXISTS `bins.peer_seconds` Array(Array(Float64)) COMMENT 'Time that calls to other services cover, seconds: first those to peers that are not told apart, then those to each of `peers` in their order; ends with the last that is not 0.' CODEC(ZSTD(1)) AFTER `bins.axis_seconds`,
    ADD COLUMN IF NOT EXISTS `peers` Array(LowCardinality(String)) COMMENT 'Peers whose calls are told apart, at most 8; names are cut to 64 characters.' CODEC(ZSTD(1)) AFTER `mix.variance`;

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
