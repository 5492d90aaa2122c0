package io.loadmark.app.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loadmark.app.collect.Snapshot.Sort;
import io.loadmark.collector.process.Users;
import io.loadmark.model.usage.PageCachePolicy;
import io.loadmark.schema.CgroupHierarchy;
import io.loadmark.schema.CgroupSample;
import io.loadmark.schema.DomainSample;
import io.loadmark.schema.DomainState;
import io.loadmark.schema.HostSample;
import io.loadmark.schema.ProcessSample;
import io.loadmark.schema.Stamp;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private static final PageCachePolicy POLICY = PageCachePolicy.fraction(0);

    private static Stamp stamp(int second) {
        return new Stamp("t", "h1", "boot", 1_700_000_000_000_000L + second * 1_000_000L, second * 1_000_000_000L);
    }

    private static HostSample host(int second) {
        return HostSample.newBuilder()
                .setStamp(stamp(second))
                .setHostName("node\u001b[2J")
                .setOnlineCpus(4)
                .setContextSwitches(second * 100L)
                .build();
    }

    private static CgroupSample cgroup(int second, String path, long usageMicros, long memory) {
        return CgroupSample.newBuilder()
                .setStamp(stamp(second))
                .setPath(path)
                .setCreatedMicros(7)
                .setHierarchy(CgroupHierarchy.V2)
                .setUsageMicros(usageMicros)
                .setMemoryCurrentBytes(memory)
                .setFileBytes(0L)
                .setQuotaMicros(50_000L)
                .setPeriodMicros(100_000L)
                .setEntitlementCores(0.5)
                .setLoadAverage1(0.25)
                .build();
    }

    private static ProcessSample process(int second, long pid, long userMicros) {
        return ProcessSample.newBuilder()
                .setStamp(stamp(second))
                .setPid(pid)
                .setStartMicros(pid)
                .setCommand("java")
                .setState("S")
                .setUid(0L)
                .setUserMicros(userMicros)
                .setSystemMicros(0L)
                .setRssBytes(3L << 20)
                .build();
    }

    private static Round round(SpecificRecord... samples) {
        return new Round(List.of(samples), Map.of());
    }

    private static Snapshot snapshot(Sort sort) {
        var first = round(host(0), cgroup(0, "/a", 0, 1), cgroup(0, "/b", 0, 1), process(0, 7, 0));
        var second = round(
                host(2),
                cgroup(2, "/a", 500_000, 1 << 20),
                cgroup(2, "/b", 1_000_000, 1000),
                cgroup(2, "/new", 9_000_000, 2 << 20),
                process(2, 7, 400_000));
        return Snapshot.between(first, second, POLICY, sort);
    }

    private static List<String> text(Snapshot snapshot, int top, Sort sort) {
        return new SnapshotText(Users.read(Path.of("/none")), top, sort).lines(snapshot);
    }

    @Test
    void theBusiestComeFirstAndWhatHasNoRateYetLast() {
        assertThat(snapshot(Sort.CPU).cgroups())
                .extracting(row -> row.sample().getPath())
                .containsExactly("/b", "/a", "/new");
        assertThat(snapshot(Sort.MEMORY).cgroups())
                .extracting(row -> row.sample().getPath())
                .containsExactly("/a", "/b", "/new");
    }

    @Test
    void columnsLineUpUnitsAreThereAndWhatIsAbsentIsADash() {
        var lines = text(snapshot(Sort.CPU), 2, Sort.CPU);
        assertThat(lines).contains("HOST node?[2J  (h1)  2023-11-14T22:13:22Z, over 2.00 s");
        assertThat(lines)
                .anySatisfy(line ->
                        assertThat(line).startsWith("  cpu     - of 4 cores").endsWith("100 context switches/s"));
        int cgroups = lines.indexOf("CGROUPS  first 2 of 3  by cpu");
        assertThat(lines.subList(cgroups + 1, cgroups + 4))
                .containsExactly(
                        "cores  of cores  throttled   memory  limit  read/s  written/s  load  a core  tasks  path",
                        "0.500      0.50          -   1000 B      -       -          -  0.25    0.50      -  /b",
                        "0.250      0.50          -  1.0 MiB      -       -          -  0.25    0.50      -  /a");
        assertThat(lines)
                .endsWith("  7  0     0.200        -  3.0 MiB       -          -        -      -  -        java");
    }

    @Test
    void jsonHoldsWhatTheSchemasName() throws Exception {
        var tree = new ObjectMapper().readTree(SnapshotJson.of(snapshot(Sort.CPU), 1));
        assertThat(tree.at("/cgroups")).hasSize(1);
        assertThat(tree.at("/cgroups/0/sample/path").asText()).isEqualTo("/b");
        assertThat(tree.at("/cgroups/0/load/cpuCores").asDouble()).isEqualTo(0.5);
        assertThat(tree.at("/hosts/0/sample/stamp/hostId").asText()).isEqualTo("h1");
        assertThat(tree.at("/hosts/0/load").has("cpuCores")).isFalse();
        assertThat(tree.at("/problems").isObject()).isTrue();
    }

    @Test
    void domainsAreThereWithTheirLoadAndState() {
        var snapshot = Snapshot.between(round(domain(0)), round(domain(1)), POLICY, Sort.CPU);
        assertThat(text(snapshot, 5, Sort.CPU))
                .startsWith("DOMAINS  by cpu")
                .anySatisfy(line -> assertThat(line).startsWith("0.500").endsWith("paused (stale)  vm-1"));
    }

    private static DomainSample domain(int second) {
        return DomainSample.newBuilder()
                .setStamp(stamp(second))
                .setDomainId("5b3a4c1e-0f1d-4e2b-9c3d-7a6b5c4d3e2f")
                .setName("vm-1")
                .setLibvirtId(3)
                .setStartMicros(5)
                .setState(DomainState.PAUSED)
                .setCpuMicros(second * 500_000L)
                .setVcpusCurrent(2)
                .setStale(true)
                .build();
    }

    @Test
    void whatIsLeastImportantGivesWayToTheName() {
        var text = new SnapshotText(Users.read(Path.of("/none")), 9, Sort.CPU);
        var rows = snapshot(Sort.CPU).cgroups();
        assertThat(text.cgroupLines(rows, 50).get(0)).isEqualTo("cores  of cores  throttled   memory  a core  path");
        assertThat(text.cgroupLines(rows, 1)).startsWith("cores  path", "0.500  /b");
    }
}
