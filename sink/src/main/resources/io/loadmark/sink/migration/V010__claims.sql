-- What guests may claim of the CPUs of their hosts: what is guaranteed when all are busy rests on it.

-- Guests are those of view overcommit: present by the newest inventory, each on the host that had it last.
CREATE VIEW IF NOT EXISTS cpu_claims AS
SELECT
    guest.tenant AS tenant,
    guest.host_id AS host_id,
    host.name AS host_name,
    guest.entity_id AS domain_id,
    guest.domain_name AS domain_name,
    ifNull(guest.domain_vcpus, 0) AS vcpus,
    guest.domain_shares AS shares,
    guest.domain_vcpu_quota_micros / nullIf(guest.domain_vcpu_period_micros, 0) AS vcpu_quota_cores,
    guest.domain_global_quota_micros / nullIf(guest.domain_global_period_micros, 0) AS quota_cores,
    arrayStringConcat(arrayMap((id, cpus) -> concat(toString(id), ':', cpus), guest.pin_ids, guest.pin_cpus), ' ') AS vcpu_pins,
    guest.domain_cpuset AS cpuset,
    host.cpus AS host_cpus,
    online.numbers AS host_cpu_numbers,
    guest.last_observed_at AS observed_at
FROM
(
    SELECT
        *,
        state = 'PRESENT' AND (valid_from, host_id)
            = max(if(state = 'PRESENT', (valid_from, host_id), (toDateTime64(0, 6, 'UTC'), toLowCardinality('')))) OVER (PARTITION BY tenant, entity_id) AS here
    FROM
    (
        SELECT tenant, host_id, entity_id, state, valid_from, observed_at AS last_observed_at, domain_name, domain_vcpus, domain_shares,
            domain_vcpu_quota_micros, domain_vcpu_period_micros, domain_global_quota_micros, domain_global_period_micros,
            `domain_vcpu_pins.id` AS pin_ids, `domain_vcpu_pins.cpus` AS pin_cpus, domain_cpuset
        FROM inventory FINAL
        WHERE kind = 'DOMAIN' AND valid_from <= now64(6)
        ORDER BY valid_from DESC
        LIMIT 1 BY tenant, host_id, entity_id
    )
) AS guest
LEFT JOIN
(
    SELECT tenant, host_id, host_host_name AS name, host_online_cpus AS cpus
    FROM inventory FINAL
    WHERE kind = 'HOST' AND state = 'PRESENT' AND valid_from <= now64(6)
    ORDER BY valid_from DESC
    LIMIT 1 BY tenant, host_id
) AS host ON host.tenant = guest.tenant AND host.host_id = guest.host_id
LEFT JOIN
(
    SELECT tenant, host_id, argMax(cpu_numbers, at) AS numbers
    FROM host_samples
    WHERE at > now64(6) - INTERVAL 1 HOUR
    GROUP BY tenant, host_id
) AS online ON online.tenant = guest.tenant AND online.host_id = guest.host_id
WHERE guest.here
COMMENT 'What each present guest may claim of its host\'s CPUs when it is busy: vcpus; the shares or weight of all of it, NULL for the usual ones (1024 with cgroup v1, 100 with v2); cores that the quota leaves each vCPU (vcpu_quota_cores) and the whole guest (quota_cores), NULL when unlimited; vcpu_pins as vCPU:CPUs, the others by cpuset, NULL for all. Of the host the number of CPUs online, and which they are by readings of the last hour, else none. What each is guaranteed of it when all are busy is told by `loadmark capacity`.';
