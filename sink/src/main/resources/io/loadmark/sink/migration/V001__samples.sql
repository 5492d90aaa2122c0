-- What collectors report, flattened. Times are UTC; cumulative counters count from the boot or from the entity's birth.

CREATE TABLE IF NOT EXISTS host_samples
(
    `tenant` LowCardinality(String) COMMENT 'Tenant that owns the host; part of every key.' CODEC(ZSTD(1)),
    `host_id` LowCardinality(String) COMMENT 'Host that was sampled: OpenTelemetry host.id, usually /etc/machine-id.' CODEC(ZSTD(1)),
    `boot_id` LowCardinality(String) COMMENT 'Kernel boot id (/proc/sys/kernel/random/boot_id); counters and the monotonic clock restart with it.' CODEC(ZSTD(1)),
    `at` DateTime64(6, 'UTC') COMMENT 'Event time: the host\'s wall clock when the source was read.' CODEC(DoubleDelta, ZSTD(1)),
    `monotonic_nanos` Int64 COMMENT 'The host\'s CLOCK_MONOTONIC when the source was read, nanoseconds; intervals between samples of one boot are measured with it.' CODEC(Delta, ZSTD(1)),
    `host_name` LowCardinality(String) COMMENT 'Host name as the kernel reports it.' CODEC(ZSTD(1)),
    `online_cpus` Int32 COMMENT 'Logical CPUs online.' CODEC(ZSTD(1)),
    `cpu_user_micros` Nullable(Int64) COMMENT 'User mode, guest time included, microseconds.' CODEC(Delta, ZSTD(1)),
    `cpu_nice_micros` Nullable(Int64) COMMENT 'User mode with low priority, microseconds.' CODEC(Delta, ZSTD(1)),
    `cpu_system_micros` Nullable(Int64) COMMENT 'System mode, microseconds.' CODEC(Delta, ZSTD(1)),
    `cpu_idle_micros` Nullable(Int64) COMMENT 'Idle task, microseconds.' CODEC(Delta, ZSTD(1)),
    `cpu_iowait_micros` Nullable(Int64) COMMENT 'Idle while I/O was outstanding, microseconds; not reliable by itself.' CODEC(Delta, ZSTD(1)),
    `cpu_irq_micros` Nullable(Int64) COMMENT 'Hardware interrupts, microseconds.' CODEC(Delta, ZSTD(1)),
    `cpu_softirq_micros` Nullable(Int64) COMMENT 'Soft interrupts, microseconds.' CODEC(Delta, ZSTD(1)),
    `cpu_steal_micros` Nullable(Int64) COMMENT 'Runnable but not run by the hypervisor, microseconds; 0 on bare metal.' CODEC(Delta, ZSTD(1)),
    `cpu_guest_micros` Nullable(Int64) COMMENT 'Running guests\' virtual CPUs, contained in user_micros, microseconds.' CODEC(Delta, ZSTD(1)),
    `cpus.user_micros` Array(Int64) COMMENT 'User mode, guest time included, microseconds.' CODEC(ZSTD(1)),
    `cpus.nice_micros` Array(Int64) COMMENT 'User mode with low priority, microseconds.' CODEC(ZSTD(1)),
    `cpus.system_micros` Array(Int64) COMMENT 'System mode, microseconds.' CODEC(ZSTD(1)),
    `cpus.idle_micros` Array(Int64) COMMENT 'Idle task, microseconds.' CODEC(ZSTD(1)),
    `cpus.iowait_micros` Array(Int64) COMMENT 'Idle while I/O was outstanding, microseconds; not reliable by itself.' CODEC(ZSTD(1)),
    `cpus.irq_micros` Array(Int64) COMMENT 'Hardware interrupts, microseconds.' CODEC(ZSTD(1)),
    `cpus.softirq_micros` Array(Int64) COMMENT 'Soft interrupts, microseconds.' CODEC(ZSTD(1)),
    `cpus.steal_micros` Array(Int64) COMMENT 'Runnable but not run by the hypervisor, microseconds; 0 on bare metal.' CODEC(ZSTD(1)),
    `cpus.guest_micros` Array(Int64) COMMENT 'Running guests\' virtual CPUs, contained in user_micros, microseconds.' CODEC(ZSTD(1)),
    `context_switches` Nullable(Int64) COMMENT 'Context switches since boot (/proc/stat, ctxt).' CODEC(Delta, ZSTD(1)),
    `runnable_tasks` Nullable(Int64) COMMENT 'Tasks running or runnable now (/proc/stat, procs_running).' CODEC(Delta, ZSTD(1)),
    `blocked_tasks` Nullable(Int64) COMMENT 'Tasks waiting for I/O now (/proc/stat, procs_blocked).' CODEC(Delta, ZSTD(1)),
    `load_average1` Nullable(Float64) COMMENT 'One-minute load average.' CODEC(ZSTD(1)),
    `load_average5` Nullable(Float64) COMMENT 'Five-minute load average.' CODEC(ZSTD(1)),
    `load_average15` Nullable(Float64) COMMENT 'Fifteen-minute load average.' CODEC(ZSTD(1)),
    `memory_total_bytes` Nullable(Int64) COMMENT 'MemTotal, bytes.' CODEC(Delta, ZSTD(1)),
    `memory_free_bytes` Nullable(Int64) COMMENT 'MemFree, bytes.' CODEC(Delta, ZSTD(1)),
    `memory_available_bytes` Nullable(Int64) COMMENT 'MemAvailable, bytes.' CODEC(Delta, ZSTD(1)),
    `memory_buffers_bytes` Nullable(Int64) COMMENT 'Buffers, bytes.' CODEC(Delta, ZSTD(1)),
    `memory_cached_bytes` Nullable(Int64) COMMENT 'Cached, shared memory included, bytes.' CODEC(Delta, ZSTD(1)),
    `memory_shmem_bytes` Nullable(Int64) COMMENT 'Shmem, bytes.' CODEC(Delta, ZSTD(1)),
    `memory_slab_reclaimable_bytes` Nullable(Int64) COMMENT 'SReclaimable, bytes.' CODEC(Delta, ZSTD(1)),
    `memory_swap_total_bytes` Nullable(Int64) COMMENT 'SwapTotal, bytes.' CODEC(Delta, ZSTD(1)),
    `memory_swap_free_bytes` Nullable(Int64) COMMENT 'SwapFree, bytes.' CODEC(Delta, ZSTD(1)),
    `swap_in_pages` Nullable(Int64) COMMENT 'Pages swapped in since boot (/proc/vmstat, pswpin).' CODEC(Delta, ZSTD(1)),
    `swap_out_pages` Nullable(Int64) COMMENT 'Pages swapped out since boot (/proc/vmstat, pswpout).' CODEC(Delta, ZSTD(1)),
    `major_faults` Nullable(Int64) COMMENT 'Major page faults since boot (/proc/vmstat, pgmajfault).' CODEC(Delta, ZSTD(1)),
    `oom_kills` Nullable(Int64) COMMENT 'Tasks killed for lack of memory since boot (/proc/vmstat, oom_kill).' CODEC(Delta, ZSTD(1)),
    `disks.device` Array(LowCardinality(String)) COMMENT 'Kernel name, such as vda.' CODEC(ZSTD(1)),
    `disks.reads` Array(Int64) COMMENT 'Reads completed.' CODEC(ZSTD(1)),
    `disks.read_bytes` Array(Int64) COMMENT 'Bytes read (sectors of 512 bytes).' CODEC(ZSTD(1)),
    `disks.read_micros` Array(Int64) COMMENT 'Time spent in reads, microseconds, summed over requests.' CODEC(ZSTD(1)),
    `disks.writes` Array(Int64) COMMENT 'Writes completed.' CODEC(ZSTD(1)),
    `disks.written_bytes` Array(Int64) COMMENT 'Bytes written.' CODEC(ZSTD(1)),
    `disks.write_micros` Array(Int64) COMMENT 'Time spent in writes, microseconds, summed over requests.' CODEC(ZSTD(1)),
    `disks.in_flight` Array(Int64) COMMENT 'Requests outstanding now.' CODEC(ZSTD(1)),
    `disks.busy_micros` Array(Int64) COMMENT 'Time with at least one request outstanding, microseconds.' CODEC(ZSTD(1)),
    `disks.queue_micros` Array(Int64) COMMENT 'Requests outstanding, integrated over time, microseconds.' CODEC(ZSTD(1)),
    `nics.device` Array(LowCardinality(String)) COMMENT 'Interface name.' CODEC(ZSTD(1)),
    `nics.received_bytes` Array(Int64) COMMENT 'Bytes received.' CODEC(ZSTD(1)),
    `nics.received_packets` Array(Int64) COMMENT 'Packets received.' CODEC(ZSTD(1)),
    `nics.receive_errors` Array(Int64) COMMENT 'Receive errors.' CODEC(ZSTD(1)),
    `nics.receive_drops` Array(Int64) COMMENT 'Packets dropped on receive.' CODEC(ZSTD(1)),
    `nics.sent_bytes` Array(Int64) COMMENT 'Bytes sent.' CODEC(ZSTD(1)),
    `nics.sent_packets` Array(Int64) COMMENT 'Packets sent.' CODEC(ZSTD(1)),
    `nics.send_errors` Array(Int64) COMMENT 'Send errors.' CODEC(ZSTD(1)),
    `nics.send_drops` Array(Int64) COMMENT 'Packets dropped on send.' CODEC(ZSTD(1)),
    `cpu_pressure_some_micros` Nullable(Int64) COMMENT 'Time during which at least one task was stalled, microseconds.' CODEC(Delta, ZSTD(1)),
    `cpu_pressure_full_micros` Nullable(Int64) COMMENT 'Time during which all non-idle tasks were stalled, microseconds; absent where the kernel does not report it.' CODEC(Delta, ZSTD(1)),
    `memory_pressure_some_micros` Nullable(Int64) COMMENT 'Time during which at least one task was stalled, microseconds.' CODEC(Delta, ZSTD(1)),
    `memory_pressure_full_micros` Nullable(Int64) COMMENT 'Time during which all non-idle tasks were stalled, microseconds; absent where the kernel does not report it.' CODEC(Delta, ZSTD(1)),
    `io_pressure_some_micros` Nullable(Int64) COMMENT 'Time during which at least one task was stalled, microseconds.' CODEC(Delta, ZSTD(1)),
    `io_pressure_full_micros` Nullable(Int64) COMMENT 'Time during which all non-idle tasks were stalled, microseconds; absent where the kernel does not report it.' CODEC(Delta, ZSTD(1)),
    `missing` Array(LowCardinality(String)) COMMENT 'Files that should be there and could not be read this time; their fields are absent.' CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree
PARTITION BY toDate(at)
ORDER BY (tenant, host_id, at)
SETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1
COMMENT 'Readings of hosts: cumulative counters and gauges, as collected.';

CREATE TABLE IF NOT EXISTS cgroup_samples
(
    `tenant` LowCardinality(String) COMMENT 'Tenant that owns the host; part of every key.' CODEC(ZSTD(1)),
    `host_id` LowCardinality(String) COMMENT 'Host that was sampled: OpenTelemetry host.id, usually /etc/machine-id.' CODEC(ZSTD(1)),
    `boot_id` LowCardinality(String) COMMENT 'Kernel boot id (/proc/sys/kernel/random/boot_id); counters and the monotonic clock restart with it.' CODEC(ZSTD(1)),
    `at` DateTime64(6, 'UTC') COMMENT 'Event time: the host\'s wall clock when the source was read.' CODEC(DoubleDelta, ZSTD(1)),
    `monotonic_nanos` Int64 COMMENT 'The host\'s CLOCK_MONOTONIC when the source was read, nanoseconds; intervals between samples of one boot are measured with it.' CODEC(Delta, ZSTD(1)),
    `path` String COMMENT 'Path below the root of the hierarchy, starting with /; on v1 the path in the cpu hierarchy.' CODEC(ZSTD(1)),
    `created_at` DateTime64(6, 'UTC') COMMENT 'When the directory was created as far as known (its inode change time at first sight); with the path it names one life of the group.' CODEC(Delta, ZSTD(1)),
    `hierarchy` LowCardinality(String) COMMENT 'Hierarchy that the figures come from: V1, V2, HYBRID.' CODEC(ZSTD(1)),
    `container_id` Nullable(String) COMMENT 'Container id found in the path, 64 hexadecimal digits.' CODEC(ZSTD(1)),
    `usage_micros` Nullable(Int64) COMMENT 'CPU time used, microseconds (cpu.stat usage_usec; v1 cpuacct.usage).' CODEC(Delta, ZSTD(1)),
    `user_micros` Nullable(Int64) COMMENT 'CPU time in user mode, microseconds.' CODEC(Delta, ZSTD(1)),
    `system_micros` Nullable(Int64) COMMENT 'CPU time in system mode, microseconds.' CODEC(Delta, ZSTD(1)),
    `periods` Nullable(Int64) COMMENT 'CFS periods in which the group ran (nr_periods).' CODEC(Delta, ZSTD(1)),
    `throttled_periods` Nullable(Int64) COMMENT 'CFS periods in which it was throttled (nr_throttled).' CODEC(Delta, ZSTD(1)),
    `throttled_micros` Nullable(Int64) COMMENT 'Time throttled, microseconds, summed over CPUs.' CODEC(Delta, ZSTD(1)),
    `quota_micros` Nullable(Int64) COMMENT 'CFS quota per period, microseconds; absent when unlimited.' CODEC(Delta, ZSTD(1)),
    `period_micros` Nullable(Int64) COMMENT 'CFS period, microseconds.' CODEC(Delta, ZSTD(1)),
    `cpu_weight` Nullable(Int64) COMMENT 'cpu.weight in [1, 10000]; from v1 shares s: 1 + (s − 2)·9999/262142.' CODEC(Delta, ZSTD(1)),
    `cpuset_cpus` Nullable(Int32) COMMENT 'Number of CPUs that the group may run on.' CODEC(ZSTD(1)),
    `entitlement_cores` Nullable(Float64) COMMENT 'Cores that the group may use: the least of its own and its ancestors\' quotas, its cpuset and the CPUs online.' CODEC(ZSTD(1)),
    `memory_current_bytes` Nullable(Int64) COMMENT 'Memory charged to the group, page cache included, bytes.' CODEC(Delta, ZSTD(1)),
    `memory_limit_bytes` Nullable(Int64) COMMENT 'Hard limit, bytes; absent when unlimited.' CODEC(Delta, ZSTD(1)),
    `anon_bytes` Nullable(Int64) COMMENT 'Anonymous memory, bytes (v1: rss).' CODEC(Delta, ZSTD(1)),
    `file_bytes` Nullable(Int64) COMMENT 'Page cache, shared memory included, bytes (v1: cache).' CODEC(Delta, ZSTD(1)),
    `shmem_bytes` Nullable(Int64) COMMENT 'Shared memory contained in file_bytes, bytes.' CODEC(Delta, ZSTD(1)),
    `inactive_file_bytes` Nullable(Int64) COMMENT 'Page cache on the inactive list, bytes.' CODEC(Delta, ZSTD(1)),
    `slab_reclaimable_bytes` Nullable(Int64) COMMENT 'Reclaimable slab, bytes; absent on v1.' CODEC(Delta, ZSTD(1)),
    `kernel_bytes` Nullable(Int64) COMMENT 'Kernel memory, bytes (v1: memory.kmem.usage_in_bytes).' CODEC(Delta, ZSTD(1)),
    `swap_bytes` Nullable(Int64) COMMENT 'Swap used, bytes.' CODEC(Delta, ZSTD(1)),
    `major_faults` Nullable(Int64) COMMENT 'Major page faults.' CODEC(Delta, ZSTD(1)),
    `oom_kills` Nullable(Int64) COMMENT 'Tasks of the group killed for lack of memory.' CODEC(Delta, ZSTD(1)),
    `read_bytes` Nullable(Int64) COMMENT 'Bytes read from block devices.' CODEC(Delta, ZSTD(1)),
    `written_bytes` Nullable(Int64) COMMENT 'Bytes written to block devices.' CODEC(Delta, ZSTD(1)),
    `reads` Nullable(Int64) COMMENT 'Block reads.' CODEC(Delta, ZSTD(1)),
    `writes` Nullable(Int64) COMMENT 'Block writes.' CODEC(Delta, ZSTD(1)),
    `pids` Nullable(Int64) COMMENT 'Tasks in the group and below.' CODEC(Delta, ZSTD(1)),
    `pids_limit` Nullable(Int64) COMMENT 'Limit on tasks; absent when unlimited.' CODEC(Delta, ZSTD(1)),
    `runnable_tasks` Nullable(Int32) COMMENT 'Threads in state R now, the group\'s own and its descendants\'.' CODEC(ZSTD(1)),
    `blocked_tasks` Nullable(Int32) COMMENT 'Threads in state D now, the group\'s own and its descendants\'.' CODEC(ZSTD(1)),
    `cpu_pressure_some_micros` Nullable(Int64) COMMENT 'Time during which at least one task was stalled, microseconds.' CODEC(Delta, ZSTD(1)),
    `cpu_pressure_full_micros` Nullable(Int64) COMMENT 'Time during which all non-idle tasks were stalled, microseconds; absent where the kernel does not report it.' CODEC(Delta, ZSTD(1)),
    `memory_pressure_some_micros` Nullable(Int64) COMMENT 'Time during which at least one task was stalled, microseconds.' CODEC(Delta, ZSTD(1)),
    `memory_pressure_full_micros` Nullable(Int64) COMMENT 'Time during which all non-idle tasks were stalled, microseconds; absent where the kernel does not report it.' CODEC(Delta, ZSTD(1)),
    `io_pressure_some_micros` Nullable(Int64) COMMENT 'Time during which at least one task was stalled, microseconds.' CODEC(Delta, ZSTD(1)),
    `io_pressure_full_micros` Nullable(Int64) COMMENT 'Time during which all non-idle tasks were stalled, microseconds; absent where the kernel does not report it.' CODEC(Delta, ZSTD(1)),
    `missing` Array(LowCardinality(String)) COMMENT 'Files that should be there and could not be read this time; their fields are absent.' CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree
PARTITION BY toDate(at)
ORDER BY (tenant, host_id, path, created_at, at)
SETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1
COMMENT 'Readings of control groups: cumulative counters, gauges and limits, as collected.';

CREATE TABLE IF NOT EXISTS process_samples
(
    `tenant` LowCardinality(String) COMMENT 'Tenant that owns the host; part of every key.' CODEC(ZSTD(1)),
    `host_id` LowCardinality(String) COMMENT 'Host that was sampled: OpenTelemetry host.id, usually /etc/machine-id.' CODEC(ZSTD(1)),
    `boot_id` LowCardinality(String) COMMENT 'Kernel boot id (/proc/sys/kernel/random/boot_id); counters and the monotonic clock restart with it.' CODEC(ZSTD(1)),
    `at` DateTime64(6, 'UTC') COMMENT 'Event time: the host\'s wall clock when the source was read.' CODEC(DoubleDelta, ZSTD(1)),
    `monotonic_nanos` Int64 COMMENT 'The host\'s CLOCK_MONOTONIC when the source was read, nanoseconds; intervals between samples of one boot are measured with it.' CODEC(Delta, ZSTD(1)),
    `pid` Int64 COMMENT 'Process id in the collector\'s pid namespace.' CODEC(Delta, ZSTD(1)),
    `started_at` DateTime64(6, 'UTC') COMMENT 'Start time (boot time + starttime of /proc/PID/stat); with the pid it names one process.' CODEC(Delta, ZSTD(1)),
    `command` LowCardinality(String) COMMENT 'comm: at most 15 bytes, never the command line.' CODEC(ZSTD(1)),
    `uid` Nullable(Int64) COMMENT 'Effective user id.' CODEC(Delta, ZSTD(1)),
    `state` LowCardinality(String) COMMENT 'State letter of proc(5).' CODEC(ZSTD(1)),
    `cgroup_path` Nullable(String) COMMENT 'Cgroup, as cgroup_samples.path.' CODEC(ZSTD(1)),
    `service_namespace` LowCardinality(Nullable(String)) COMMENT 'service.namespace out of OTEL_RESOURCE_ATTRIBUTES.' CODEC(ZSTD(1)),
    `service_name` LowCardinality(Nullable(String)) COMMENT 'OTEL_SERVICE_NAME, else service.name out of OTEL_RESOURCE_ATTRIBUTES.' CODEC(ZSTD(1)),
    `service_instance_id` Nullable(String) COMMENT 'service.instance.id out of OTEL_RESOURCE_ATTRIBUTES.' CODEC(ZSTD(1)),
    `user_micros` Nullable(Int64) COMMENT 'CPU time in user mode, microseconds.' CODEC(Delta, ZSTD(1)),
    `system_micros` Nullable(Int64) COMMENT 'CPU time in system mode, microseconds.' CODEC(Delta, ZSTD(1)),
    `run_delay_micros` Nullable(Int64) COMMENT 'Time that the process\'s threads waited on a run queue, microseconds, summed over its live threads (/proc/PID/task/TID/schedstat).' CODEC(Delta, ZSTD(1)),
    `threads` Nullable(Int64) COMMENT 'Threads.' CODEC(Delta, ZSTD(1)),
    `rss_bytes` Nullable(Int64) COMMENT 'Resident set size, bytes.' CODEC(Delta, ZSTD(1)),
    `swap_bytes` Nullable(Int64) COMMENT 'Swapped out, bytes (VmSwap).' CODEC(Delta, ZSTD(1)),
    `major_faults` Nullable(Int64) COMMENT 'Major page faults.' CODEC(Delta, ZSTD(1)),
    `voluntary_switches` Nullable(Int64) COMMENT 'Voluntary context switches.' CODEC(Delta, ZSTD(1)),
    `involuntary_switches` Nullable(Int64) COMMENT 'Involuntary context switches.' CODEC(Delta, ZSTD(1)),
    `open_files` Nullable(Int64) COMMENT 'Open file descriptors; absent without permission.' CODEC(Delta, ZSTD(1)),
    `open_files_limit` Nullable(Int64) COMMENT 'Soft limit on open file descriptors; absent when unlimited.' CODEC(Delta, ZSTD(1)),
    `read_bytes` Nullable(Int64) COMMENT 'Bytes read from block devices; absent without permission.' CODEC(Delta, ZSTD(1)),
    `written_bytes` Nullable(Int64) COMMENT 'Bytes written to block devices; absent without permission.' CODEC(Delta, ZSTD(1)),
    `missing` Array(LowCardinality(String)) COMMENT 'Files that should be there and could not be read this time; their fields are absent.' CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree
PARTITION BY toDate(at)
ORDER BY (tenant, host_id, pid, started_at, at)
SETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1
COMMENT 'Readings of processes: cumulative counters and gauges, as collected.';

CREATE TABLE IF NOT EXISTS inventory
(
    `tenant` LowCardinality(String) COMMENT 'Tenant; part of every key.' CODEC(ZSTD(1)),
    `host_id` LowCardinality(String) COMMENT 'Host whose collector saw it.' CODEC(ZSTD(1)),
    `kind` LowCardinality(String) COMMENT 'Layer: HOST, DOMAIN, CGROUP, PROCESS.' CODEC(ZSTD(1)),
    `entity_id` String COMMENT 'HOST: the host id. DOMAIN: the UUID. CGROUP: the path. PROCESS: pid@started_at.' CODEC(ZSTD(1)),
    `valid_from` DateTime64(6, 'UTC') COMMENT 'Event time from which this holds: a process\'s start, a cgroup\'s creation, a boot, else when it was seen to change.' CODEC(Delta, ZSTD(1)),
    `state` LowCardinality(String) COMMENT 'GONE ends the entity: PRESENT, GONE.' CODEC(ZSTD(1)),
    `observed_at` DateTime64(6, 'UTC') COMMENT 'When the collector saw it.' CODEC(Delta, ZSTD(1)),
    `host_host_name` LowCardinality(Nullable(String)) COMMENT 'Host name.' CODEC(ZSTD(1)),
    `host_boot_id` LowCardinality(Nullable(String)) COMMENT 'Kernel boot id.' CODEC(ZSTD(1)),
    `host_product_uuid` Nullable(String) COMMENT 'DMI product UUID, lower case; inside a KVM guest it is the libvirt domain\'s UUID.' CODEC(ZSTD(1)),
    `host_kernel` LowCardinality(Nullable(String)) COMMENT 'Kernel release.' CODEC(ZSTD(1)),
    `host_cpu_model` LowCardinality(Nullable(String)) COMMENT 'CPU model name, empty when unknown.' CODEC(ZSTD(1)),
    `host_online_cpus` Nullable(Int32) COMMENT 'Logical CPUs online.' CODEC(ZSTD(1)),
    `host_physical_cores` Nullable(Int32) COMMENT 'Physical cores, where the topology is visible.' CODEC(ZSTD(1)),
    `host_memory_bytes` Nullable(Int64) COMMENT 'MemTotal, bytes.' CODEC(Delta, ZSTD(1)),
    `cgroup_path` Nullable(String) COMMENT 'Path below the root.' CODEC(ZSTD(1)),
    `cgroup_container_id` Nullable(String) COMMENT 'Container id found in the path.' CODEC(ZSTD(1)),
    `process_pid` Nullable(Int64) COMMENT 'Process id in the collector\'s pid namespace.' CODEC(Delta, ZSTD(1)),
    `process_namespace_pid` Nullable(Int64) COMMENT 'Process id inside its own innermost pid namespace (NSpid), as the process itself reports it.' CODEC(Delta, ZSTD(1)),
    `process_started_at` Nullable(DateTime64(6, 'UTC')) COMMENT 'Start time.' CODEC(Delta, ZSTD(1)),
    `process_command` LowCardinality(Nullable(String)) COMMENT 'comm.' CODEC(ZSTD(1)),
    `process_cgroup_path` Nullable(String) COMMENT 'Its cgroup\'s path.' CODEC(ZSTD(1)),
    `process_service_namespace` LowCardinality(Nullable(String)) COMMENT 'service.namespace.' CODEC(ZSTD(1)),
    `process_service_name` LowCardinality(Nullable(String)) COMMENT 'service.name.' CODEC(ZSTD(1)),
    `process_service_instance_id` Nullable(String) COMMENT 'service.instance.id.' CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(observed_at)
PARTITION BY tuple()
ORDER BY (tenant, kind, host_id, entity_id, valid_from)
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'What exists where, from a point in event time on.';
