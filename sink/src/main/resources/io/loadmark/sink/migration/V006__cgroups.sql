-- On a host of many groups not everything is read in every round.
ALTER TABLE cgroup_samples
    ADD COLUMN IF NOT EXISTS `slow_read_nanos` Nullable(Int64) COMMENT 'CLOCK_MONOTONIC of the stamp\'s host when all but CPU time, throttling and CPU pressure was read, nanoseconds; absent: with the rest.' CODEC(Delta, ZSTD(1)) AFTER `io_pressure_full_micros`;
