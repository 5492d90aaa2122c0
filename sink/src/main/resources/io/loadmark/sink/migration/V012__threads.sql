-- Two hardware threads of a core do less than two cores: which of them share one is learned with the load.

ALTER TABLE load_samples
    ADD COLUMN IF NOT EXISTS `threads_per_core` Nullable(Float64) COMMENT 'Logical CPUs per physical core of the machine whose collector saw it, as its topology shows; absent where that isn\'t visible.' CODEC(ZSTD(1)) AFTER `moved`;

ALTER TABLE curves
    COMMENT COLUMN IF EXISTS `host_cores` 'Logical CPUs of the machine underneath.';

ALTER TABLE curves
    ADD COLUMN IF NOT EXISTS `threads_per_core` Nullable(Float64) COMMENT 'Logical CPUs per physical core of that machine; absent where its topology isn\'t visible.' CODEC(ZSTD(1)) AFTER `host_cores`;

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
