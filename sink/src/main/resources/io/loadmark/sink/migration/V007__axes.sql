-- All that a window tells of its load is learned: calls and the managed runtime beside the layers, every axis in the bands of a curve.

ALTER TABLE load_samples
    ADD COLUMN IF NOT EXISTS `call_seconds` Nullable(Float64) COMMENT 'Durations of the calls to other services that ended in the window (CLIENT and PRODUCER spans), summed, seconds; absent when none are told.' CODEC(ZSTD(1)) AFTER `host_context_switches_per_second`,
    ADD COLUMN IF NOT EXISTS `runtime_gc_paused_ratio` Nullable(Float64) COMMENT 'Share of the time in which a garbage collection stopped all threads (jvm.gc.duration), in [0, 1].' CODEC(ZSTD(1)) AFTER `call_seconds`,
    ADD COLUMN IF NOT EXISTS `runtime_gc_pauses_per_second` Nullable(Float64) COMMENT 'Such pauses per second.' CODEC(ZSTD(1)) AFTER `runtime_gc_paused_ratio`,
    ADD COLUMN IF NOT EXISTS `runtime_heap_live_ratio` Nullable(Float64) COMMENT 'Heap used after the last collection (jvm.memory.used_after_last_gc), share of its limit, in [0, 1].' CODEC(ZSTD(1)) AFTER `runtime_gc_pauses_per_second`;

ALTER TABLE curves
    COMMENT COLUMN IF EXISTS `bins.band` 'Band i holds windows with throughput in [2^(i/6), 2^((i+1)/6)) requests per second; the lowest also all below.';

ALTER TABLE curves
    ADD COLUMN IF NOT EXISTS `bins.axis_totals` Array(Array(Float64)) COMMENT 'Other loads, each integrated over the time in which it was reported, in the order of the model\'s axes: requests in flight, calls in flight, run-queue delay, steal, cores used by others, tasks, pressure on CPU, memory and I/O, memory used of its limit, major faults, share of time in GC pauses, GC pauses, live part of the heap, disk busy, disk operations, disk queue, network bytes, packet loss. Empty when none was reported.' CODEC(ZSTD(1)) AFTER `bins.latency_counts`,
    ADD COLUMN IF NOT EXISTS `bins.axis_seconds` Array(Array(Float64)) COMMENT 'Time in which the axis of the same position was reported, seconds.' CODEC(ZSTD(1)) AFTER `bins.axis_totals`;

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
