-- Business transactions, and the mix of routes that a curve is for: what one more transaction costs each service.

CREATE TABLE IF NOT EXISTS transaction_windows
(
    `tenant` LowCardinality(String) COMMENT 'Tenant; part of every key.' CODEC(ZSTD(1)),
    `transaction` LowCardinality(String) COMMENT 'Name of the transaction in streams.transactions.' CODEC(ZSTD(1)),
    `start` DateTime64(6, 'UTC') COMMENT 'Start of the window in which the root spans ended.' CODEC(DoubleDelta, ZSTD(1)),
    `length_micros` Int64 COMMENT 'Length of the window, microseconds.' CODEC(Delta, ZSTD(1)),
    `part` Int32 COMMENT 'Partition that gathered the traces.' CODEC(ZSTD(1)),
    `judged_at` DateTime64(6, 'UTC') COMMENT 'Broker time up to which it waited for spans, a multiple of the window\'s length.' CODEC(Delta, ZSTD(1)),
    `traces` Int64 COMMENT 'Transactions that were looked at, each counted once.' CODEC(Delta, ZSTD(1)),
    `transactions` Float64 COMMENT 'Transactions that they stand for: divided by streams.trace-sampling, and weighted by the sampling that their spans tell.' CODEC(ZSTD(1)),
    `errors` Float64 COMMENT 'Of these transactions those whose root has status ERROR.' CODEC(ZSTD(1)),
    `seconds` Float64 COMMENT 'Durations of their roots, summed, seconds.' CODEC(ZSTD(1)),
    `steps.service_namespace` Array(LowCardinality(String)) COMMENT 'service.namespace, empty when not set.' CODEC(ZSTD(1)),
    `steps.service_name` Array(LowCardinality(String)) COMMENT 'service.name; empty for what goes beyond 256 steps.' CODEC(ZSTD(1)),
    `steps.route` Array(LowCardinality(String)) COMMENT 'Route class, as in requests.' CODEC(ZSTD(1)),
    `steps.visits` Array(Float64) COMMENT 'Requests served for the transactions, sampled ones scaled.' CODEC(ZSTD(1)),
    `steps.errors` Array(Float64) COMMENT 'Of them failed.' CODEC(ZSTD(1)),
    `steps.seconds` Array(Float64) COMMENT 'Their durations, summed, seconds.' CODEC(ZSTD(1)),
    `steps.self_seconds` Array(Float64) COMMENT 'Their durations without the time covered by calls to others, summed, seconds.' CODEC(ZSTD(1)),
    `orphans` Int64 COMMENT 'Visits looked at whose way back to the root is broken because spans are missing; they belong to the only transaction of their trace.' CODEC(Delta, ZSTD(1)),
    `late` Int64 COMMENT 'Spans that came after their trace had been judged; in no other figure.' CODEC(Delta, ZSTD(1)),
    `dropped` Int64 COMMENT 'Spans beyond the limit of their trace; in no other figure.' CODEC(Delta, ZSTD(1))
)
ENGINE = ReplacingMergeTree
PARTITION BY toDate(start)
ORDER BY (tenant, transaction, start, part, judged_at)
SETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1
COMMENT 'Parts of what is known of declared business transactions in windows of 10 s. The parts of a window add.';

CREATE VIEW IF NOT EXISTS transactions AS
SELECT
    tenant,
    transaction,
    toStartOfMinute(start) AS minute,
    sum(part.transactions) AS transactions,
    sum(part.errors) AS errors,
    sum(part.seconds) * 1000 / nullIf(sum(part.transactions), 0) AS mean_millis,
    sum(part.traces) AS traces,
    sum(part.orphans) AS orphans,
    sum(part.late) AS late,
    sum(part.dropped) AS dropped
FROM transaction_windows AS part FINAL
GROUP BY tenant, transaction, minute
SETTINGS do_not_merge_across_partitions_select_final = 1
COMMENT 'Business transactions by minute: how many, how many of them failed, their mean duration in milliseconds; how many traces that rests on, and spans that were orphans, late or dropped.';

CREATE VIEW IF NOT EXISTS transaction_visits AS
SELECT
    tenant,
    transaction,
    minute,
    step.1 AS service_namespace,
    step.2 AS service_name,
    step.3 AS route,
    sum(step.4) AS visits,
    sum(step.5) AS errors,
    sum(step.6) AS seconds,
    sum(step.7) AS self_seconds,
    visits / nullIf(any(of_transaction), 0) AS visits_per_transaction,
    self_seconds * 1000 / nullIf(any(of_transaction), 0) AS self_millis_per_transaction
FROM
(
    SELECT
        tenant,
        transaction,
        toStartOfMinute(start) AS minute,
        sum(transactions) OVER (PARTITION BY tenant, transaction, minute) AS of_transaction,
        arrayZip(`steps.service_namespace`, `steps.service_name`, `steps.route`, `steps.visits`, `steps.errors`, `steps.seconds`, `steps.self_seconds`) AS steps_of
    FROM transaction_windows FINAL
    SETTINGS do_not_merge_across_partitions_select_final = 1
)
ARRAY JOIN steps_of AS step
GROUP BY tenant, transaction, minute, service_namespace, service_name, route
COMMENT 'What business transactions asked of each route of each service, by minute: visits, failures, durations with and without calls to others, and both for one transaction.';

ALTER TABLE curves
    ADD COLUMN IF NOT EXISTS `mix.route` Array(LowCardinality(String)) COMMENT 'Route class.' CODEC(ZSTD(1)) AFTER `sampling_verified`,
    ADD COLUMN IF NOT EXISTS `mix.share` Array(Float64) COMMENT 'Its share of the requests that the law is for, in [0, 1].' CODEC(ZSTD(1)) AFTER `mix.route`,
    ADD COLUMN IF NOT EXISTS `mix.excess_seconds` Array(Float64) COMMENT 'CPU time that a request of it takes beyond the mean request, seconds; negative for less.' CODEC(ZSTD(1)) AFTER `mix.share`,
    ADD COLUMN IF NOT EXISTS `mix.variance` Array(Float64) COMMENT 'How uncertain that is, seconds squared; 0 while nothing is known of it.' CODEC(ZSTD(1)) AFTER `mix.excess_seconds`;

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
