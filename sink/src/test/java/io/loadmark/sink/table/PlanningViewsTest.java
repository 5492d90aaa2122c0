package io.loadmark.sink.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.runtime.config.ClickHouseConfig;
import io.loadmark.sink.fixture.Engine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanningViewsTest {
    private static final long GIB = 1L << 30;

    private ClickHouseConfig database;

    @BeforeEach
    void migrate() throws Exception {
        database = Engine.shared().migratedDatabase();
        Engine.execute(database, "SYSTEM STOP MERGES");
    }

    @Test
    void aHostBeyondARuleIsNamedWithIt() throws Exception {
        host("h1", 8, 100);
        domain("h1", "d1", "PRESENT", 1, 33, 40, false);
        host("h2", 8, 100);
        domain("h2", "d2", "PRESENT", 1, 32, 81, false);
        host("h3", 8, 100);
        domain("h3", "d3", "PRESENT", 1, 32, 80, false);

        assertThat(
                        Engine.query(
                                database,
                                "SELECT host_id, domains, vcpus, vcpus_per_core, memory_ratio, toString(beyond) FROM overcommit ORDER BY host_id"))
                .containsExactly("h1|1|33|4.125|0.4|['vcpus']", "h2|1|32|4.0|0.81|['memory']", "h3|1|32|4.0|0.8|[]");
    }

    @Test
    void onlyTheLatestStateOfPresentGuestsCounts() throws Exception {
        host("h1", 8, 100);
        domain("h1", "grown", "PRESENT", 1, 2, 10, false);
        domain("h1", "grown", "PRESENT", 2, 6, 20, false);
        domain("h1", "ended", "PRESENT", 1, 16, 50, false);
        domain("h1", "ended", "GONE", 2, 0, 0, false);
        Engine.execute(
                database,
                "INSERT INTO inventory (tenant, kind, host_id, entity_id, valid_from, state, observed_at, domain_vcpus)"
                        + " VALUES ('a', 'DOMAIN', 'h1', 'ended', now64(6) + INTERVAL 1 DAY, 'PRESENT', now64(6), 16)");

        assertThat(Engine.query(database, "SELECT domains, vcpus, memory_bytes FROM overcommit"))
                .containsExactly("1|6|" + 20 * GIB);
    }

    @Test
    void aGuestThatADeadHostStillClaimsCountsWhereItWasStartedLast() throws Exception {
        host("dead", 8, 100);
        domain("dead", "d", "PRESENT", 1, 8, 10, false);
        host("alive", 8, 100);
        domain("alive", "d", "PRESENT", 5, 8, 10, false);
        host("left", 8, 100);
        domain("left", "e", "PRESENT", 1, 8, 10, false);
        domain("alive", "e", "PRESENT", 4, 4, 5, false);
        domain("left", "e", "GONE", 6, 0, 0, false);

        assertThat(Engine.query(database, "SELECT host_id, domains, vcpus FROM overcommit ORDER BY host_id"))
                .containsExactly("alive|2|12", "dead|0|0", "left|0|0");
    }

    @Test
    void aGuestClaimsCpusOfTheHostThatHasIt() throws Exception {
        host("h1", 8, 100);
        domain("dead", "d", "PRESENT", 1, 8, 10, false);
        domain("h2", "e", "PRESENT", 1, 2, 10, false);
        domain("h2", "gone", "PRESENT", 1, 2, 10, false);
        domain("h2", "gone", "GONE", 2, 0, 0, false);
        Engine.execute(
                database,
                "INSERT INTO inventory (tenant, kind, host_id, entity_id, valid_from, state, observed_at, domain_name, domain_vcpus,"
                        + " domain_shares, domain_vcpu_quota_micros, domain_vcpu_period_micros, domain_global_quota_micros,"
                        + " domain_global_period_micros, domain_vcpu_pins.id, domain_vcpu_pins.cpus, domain_cpuset) VALUES ('a',"
                        + " 'DOMAIN', 'h1', 'd', '2026-01-01 03:00:00', 'PRESENT', '2026-01-01 03:00:00', 'db', 4, 2048, 50000,"
                        + " 100000, 150000, 100000, [0, 3], ['1', '4-5,7'], '0-3')");
        Engine.execute(
                database,
                "INSERT INTO host_samples (tenant, host_id, at, cpu_numbers) VALUES ('a', 'h1', now64(6), [0, 2, 4])");

        assertThat(
                        Engine.query(
                                database,
                                "SELECT host_id, ifNull(host_name, '-'), domain_id, ifNull(domain_name, '-'), vcpus, ifNull(shares, -1),"
                                        + " ifNull(vcpu_quota_cores, -1), ifNull(quota_cores, -1), vcpu_pins, ifNull(cpuset, '-'),"
                                        + " ifNull(host_cpus, -1), toString(host_cpu_numbers) FROM cpu_claims ORDER BY host_id"))
                .containsExactly(
                        "h1|name of h1|d|db|4|2048|0.5|1.5|0:1 3:4-5,7|0-3|16|[0,2,4]",
                        "h2|-|e|-|2|-1|-1.0|-1.0||-|-1|[]");
    }

    @Test
    void hugepagesAreApart() throws Exception {
        host("h1", 8, 100);
        domain("h1", "huge", "PRESENT", 1, 2, 30, true);
        domain("h1", "small", "PRESENT", 1, 2, 30, false);
        assertThat(Engine.query(
                        database,
                        "SELECT memory_ratio, hugepage_ratio, hugepage_pool_bytes, toString(beyond) FROM overcommit"))
                .as("no reading: the pool is at least what the guest holds")
                .containsExactly(30 / 70. + "|1.0|" + 30 * GIB + "|[]");

        Engine.execute(
                database,
                "INSERT INTO host_samples (tenant, host_id, at, huge_pages.page_bytes, huge_pages.total, huge_pages.free,"
                        + " huge_pages.reserved, huge_pages.surplus)"
                        + " VALUES ('a', 'h1', now64(6), [1073741824, 2097152], [60, 1024], [30, 1024], [0, 0], [0, 0])");
        assertThat(Engine.query(
                        database,
                        "SELECT round(memory_ratio, 4), round(hugepage_ratio, 4), toString(beyond) FROM overcommit"))
                .containsExactly("0.7895|0.4839|[]");
    }

    @Test
    void withoutTheHostItselfOrItsTopologyWhatIsNotKnownIsNull() throws Exception {
        domain("unseen", "d1", "PRESENT", 1, 2, 30, false);
        host("flat", null, 100);
        domain("flat", "d2", "PRESENT", 1, 8, 30, false);
        assertThat(Engine.query(
                        database,
                        "SELECT host_id, vcpus, isNull(vcpus_per_core), isNull(memory_ratio), cores_kind, ifNull(vcpus_per_core, 0)"
                                + " FROM overcommit ORDER BY host_id"))
                .containsExactly("flat|8|0|0|logical|0.5", "unseen|2|1|1|logical|0.0");
    }

    @Test
    void capacityIsTheThroughputThatUsesUpTheCpu() throws Exception {
        curve("i1", "CGROUP", 1, 100, 0.6, 180);
        curve("i1", "PROCESS", 2, 100, 0.6, 180);
        curve("young", "PROCESS", 2, 14, 0.6, 180);
        curve("idle", "PROCESS", 2, 100, 0.1, 18);

        assertThat(Engine.query(
                        database,
                        "SELECT instance_id, scope, ifNull(round(resource_bound_qps, 6), -1), ifNull(round(qps_at_85_percent, 6), -1),"
                                + " ifNull(extrapolated, 9) FROM capacity ORDER BY instance_id"))
                .containsExactly("i1|PROCESS|380.0|320.0|1", "idle|PROCESS|-1.0|-1.0|9", "young|PROCESS|-1.0|-1.0|9");
    }

    @Test
    void headroomIsWhatThePeakLeavesOfTheBound() throws Exception {
        curve("i1", "CGROUP", 1, 100, 0.6, 180);
        curve("silent", "CGROUP", 1, 100, 0.6, 180);
        // 190 a second over ten seconds half an hour before the end, 40 a second over the last minute.
        requests("i1", "'2026-01-01 00:30:00'", 10, 95, 2);
        requests("i1", "'2026-01-01 00:59:00'", 60, 20, 2);
        requests("i1", "'2025-12-31 00:59:00'", 60, 1000, 2);

        assertThat(Engine.query(
                        database,
                        "SELECT instance_id, ifNull(now_qps, -1), ifNull(peak_qps, -1), ifNull(resource_headroom, -9)"
                                + " FROM headroom ORDER BY instance_id"))
                .containsExactly("i1|40.0|190.0|0.5", "silent|-1.0|-1.0|-9.0");
    }

    @Test
    void anHourHasItsBusiestMinute() throws Exception {
        requests("i1", "'2026-01-01 00:30:00'", 60, 10, 1);
        requests("i2", "'2026-01-01 00:30:00'", 60, 5, 1);
        requests("i1", "'2026-01-01 00:31:00'", 60, 12, 1);
        requests("i1", "'2026-01-01 01:31:00'", 30, 4, 1);

        assertThat(Engine.query(
                        database, "SELECT toHour(hour), requests, peak_qps, minutes FROM request_hours ORDER BY hour"))
                .containsExactly("0|1620.0|15.0|2", "1|120.0|2.0|1");
    }

    private void host(String host, @Nullable Integer cores, long gib) throws Exception {
        Engine.execute(
                database,
                "INSERT INTO inventory (tenant, kind, host_id, entity_id, valid_from, state, observed_at, host_host_name,"
                        + " host_physical_cores, host_online_cpus, host_memory_bytes) VALUES ('a', 'HOST', '" + host
                        + "', '" + host + "', '2026-01-01 00:00:00', 'PRESENT', '2026-01-01 00:00:00', 'name of "
                        + host + "', " + cores + ", 16, " + gib * GIB + ")");
    }

    private void domain(String host, String id, String state, int hour, int vcpus, long gib, boolean huge)
            throws Exception {
        String at = "'2026-01-01 0" + hour + ":00:00'";
        String shape = state.equals("GONE") ? "NULL, NULL, NULL" : vcpus + ", " + gib * GIB + ", " + huge;
        Engine.execute(
                database,
                "INSERT INTO inventory (tenant, kind, host_id, entity_id, valid_from, state, observed_at, domain_vcpus,"
                        + " domain_memory_bytes, domain_hugepages) VALUES ('a', 'DOMAIN', '" + host + "', '" + id
                        + "', " + at + ", '" + state + "', " + at + ", " + shape + ")");
    }

    /** Of 2 cores: 0.1 in any case and 5 ms a request. */
    private void curve(String instance, String scope, int day, int windows, double utilisation, double qps)
            throws Exception {
        Engine.execute(
                database,
                "INSERT INTO curves (tenant, service_name, instance_id, scope, last_window, seen, windows, base_cores,"
                        + " demand_seconds, entitlement_cores, max_utilisation, max_requests_per_second) VALUES"
                        + " ('a', 's', '" + instance + "', '" + scope + "', '2026-01-0" + day + " 00:00:00', 1, "
                        + windows + ", 0.1, 0.005, 2, " + utilisation + ", " + qps + ")");
    }

    /** As many one-second windows on end. */
    private void requests(String instance, String from, int seconds, int requests, double factor) throws Exception {
        Engine.execute(
                database,
                "INSERT INTO requests (tenant, service_name, instance_id, start, length_micros, revision, spans, requests,"
                        + " sampling_factor) SELECT 'a', 's', '" + instance + "', toDateTime64(" + from
                        + ", 6, 'UTC') + number, 1000000, 0, 1, " + requests + ", " + factor + " FROM numbers("
                        + seconds + ")");
    }
}
