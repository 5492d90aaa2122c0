-- What capacity planners ask. Views only: every one of them can be made anew.

-- Guests are those that the newest inventory knows as present, on the host that had each of them last: a host that is dead
-- never said that they went. Paused guests count, as they hold their memory and may go on at any time.
-- Hugepages are apart: their pool is taken off the host's memory, and guests on them take nothing of the rest.
CREATE OR REPLACE VIEW overcommit AS
SELECT
    guests.tenant AS tenant,
    guests.host_id AS host_id,
    host.name AS host_name,
    guests.domains AS domains,
    guests.vcpus AS vcpus,
    coalesce(host.physical_cores, host.online_cpus) AS cores,
    if(host.physical_cores IS NULL, 'logical', 'physical') AS cores_kind,
    vcpus / nullIf(cores, 0) AS vcpus_per_core,
    host.bytes AS host_memory_bytes,
    guests.memory_bytes AS memory_bytes,
    coalesce(pool.bytes, guests.hugepage_bytes) AS hugepage_pool_bytes,
    guests.hugepage_bytes AS hugepage_bytes,
    memory_bytes / nullIf(host_memory_bytes - hugepage_pool_bytes, 0) AS memory_ratio,
    hugepage_bytes / nullIf(hugepage_pool_bytes, 0) AS hugepage_ratio,
    arrayConcat(if(ifNull(vcpus_per_core > 4, 0), ['vcpus'], []), if(ifNull(memory_ratio > 0.8, 0), ['memory'], [])) AS beyond,
    greatest(guests.observed_at, host.observed_at) AS observed_at
FROM
(
    SELECT
        tenant,
        host_id,
        countIf(here) AS domains,
        sumIf(assumeNotNull(domain_vcpus), here) AS vcpus,
        sumIf(promised, here AND NOT ifNull(domain_hugepages, false)) AS memory_bytes,
        sumIf(promised, here AND ifNull(domain_hugepages, false)) AS hugepage_bytes,
        max(last_observed_at) AS observed_at
    FROM
    (
        SELECT
            tenant, host_id, domain_vcpus, domain_hugepages, last_observed_at,
            coalesce(domain_memory_bytes, domain_current_memory_bytes, 0) AS promised,
            state = 'PRESENT' AND (valid_from, host_id)
                = max(if(state = 'PRESENT', (valid_from, host_id), (toDateTime64(0, 6, 'UTC'), toLowCardinality('')))) OVER (PARTITION BY tenant, entity_id) AS here
        FROM
        (
            SELECT tenant, host_id, entity_id, state, valid_from, observed_at AS last_observed_at, domain_vcpus, domain_hugepages,
                domain_memory_bytes, domain_current_memory_bytes
            FROM inventory FINAL
            WHERE kind = 'DOMAIN' AND valid_from <= now64(6)
            ORDER BY valid_from DESC
            LIMIT 1 BY tenant, host_id, entity_id
        )
    )
    GROUP BY tenant, host_id
) AS guests
LEFT JOIN
(
    SELECT tenant, host_id, host_host_name AS name, host_physical_cores AS physical_cores, host_online_cpus AS online_cpus,
        host_memory_bytes AS bytes, observed_at
    FROM inventory FINAL
    WHERE kind = 'HOST' AND state = 'PRESENT' AND valid_from <= now64(6)
    ORDER BY valid_from DESC
    LIMIT 1 BY tenant, host_id
) AS host ON host.tenant = guests.tenant AND host.host_id = guests.host_id
LEFT JOIN
(
    SELECT tenant, host_id, toNullable(argMax(arraySum((size, pages) -> size * pages, huge_pages.page_bytes, huge_pages.total), at)) AS bytes
    FROM host_samples
    WHERE at > now64(6) - INTERVAL 1 HOUR
    GROUP BY tenant, host_id
) AS pool ON pool.tenant = guests.tenant AND pool.host_id = guests.host_id
COMMENT 'What the hosts of libvirt guests have promised now: vCPUs of present guests a physical core (of the logical ones where the topology is hidden), and the memory that guests may have against the host\'s without its hugepages. beyond names the rules broken, more than 4 vCPUs a core and more than 80 % of the memory. hugepage_pool_bytes is as read within the last hour, else what guests hold of it.';

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

CREATE OR REPLACE VIEW headroom AS
SELECT
    bound.tenant AS tenant,
    bound.service_namespace AS service_namespace,
    bound.service_name AS service_name,
    bound.instance_id AS instance_id,
    asked.now_qps AS now_qps,
    asked.peak_qps AS peak_qps,
    bound.resource_bound_qps AS resource_bound_qps,
    bound.utilisation_limit AS utilisation_limit,
    1 - asked.peak_qps / nullIf(bound.resource_bound_qps, 0) AS resource_headroom,
    bound.extrapolated AS extrapolated,
    bound.last_window AS last_window
FROM capacity AS bound
LEFT JOIN
(
    SELECT
        tenant, service_namespace, service_name, instance_id,
        toNullable(sumIf(served, bucket > (SELECT max(start) FROM requests) - INTERVAL 60 SECOND) / 60) AS now_qps,
        toNullable(max(served) / 10) AS peak_qps
    FROM
    (
        SELECT tenant, service_namespace, service_name, instance_id, toStartOfInterval(start, INTERVAL 10 SECOND) AS bucket,
            sum(requests * sampling_factor) AS served
        FROM latest_requests
        WHERE start > (SELECT max(start) FROM requests) - INTERVAL 1 HOUR
        GROUP BY tenant, service_namespace, service_name, instance_id, bucket
    )
    GROUP BY tenant, service_namespace, service_name, instance_id
) AS asked
ON asked.tenant = bound.tenant AND asked.service_namespace = bound.service_namespace
    AND asked.service_name = bound.service_name AND asked.instance_id = bound.instance_id
COMMENT 'Each instance\'s bound by its CPU beside what is asked of it: mean of the last minute, and the highest mean over ten seconds of the last hour, both reckoned back from the newest window of all; NULL when nothing was asked. resource_headroom is the part of the bound that the peak left free; the least of a service\'s instances is the service\'s. It says nothing of an SLA: for that ask `loadmark headroom` or `loadmark capacity`.';

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
    GROUP BY tenant, service_namespace, service_name, minute
    SETTINGS do_not_merge_across_partitions_select_final = 1
)
GROUP BY tenant, service_namespace, service_name, hour
COMMENT 'Each hour of each service, all instances together, calibrated for sampling: requests, the highest mean over one minute in requests per second, and the minutes in which any were seen.';
