package io.loadmark.app.integration;

import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.CgroupHierarchy;
import io.loadmark.schema.CgroupInventory;
import io.loadmark.schema.CgroupSample;
import io.loadmark.schema.CpuTimes;
import io.loadmark.schema.DomainSample;
import io.loadmark.schema.DomainState;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.EntityState;
import io.loadmark.schema.HostInventory;
import io.loadmark.schema.HostSample;
import io.loadmark.schema.InventoryRecord;
import io.loadmark.schema.ProcessInventory;
import io.loadmark.schema.ProcessSample;
import io.loadmark.schema.Stamp;
import io.loadmark.schemas.AvroCodec;
import io.loadmark.schemas.Key;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes the records of {@link Recording}. */
final class RecordedFleet {
    private static final String TENANT = "default";
    private static final AvroCodec<HostSample> HOST = AvroCodec.of(HostSample.class);
    private static final AvroCodec<DomainSample> DOMAIN = AvroCodec.of(DomainSample.class);
    private static final AvroCodec<CgroupSample> CGROUP = AvroCodec.of(CgroupSample.class);
    private static final AvroCodec<ProcessSample> PROCESS = AvroCodec.of(ProcessSample.class);
    private static final AvroCodec<InventoryRecord> INVENTORY = AvroCodec.of(InventoryRecord.class);
    private static final int CORES = 8;
    private static final List<String> HOSTS = List.of("host-a", "host-b");
    /** In the middle of a join window. */
    private static final int MIGRATION_SECOND = 13;

    private static final RecordedInstance BEFORE_MIGRATION =
            new RecordedInstance("search", "search-1", true, "host-b", 14);
    private static final RecordedInstance AFTER_MIGRATION =
            new RecordedInstance("search", "search-1", true, "host-a", 15);
    private static final List<RecordedInstance> INSTANCES = List.of(
            new RecordedInstance("checkout", "checkout-1", true, "host-a", 11),
            new RecordedInstance("checkout", "checkout-2", true, "host-b", 12),
            new RecordedInstance("cart", "cart-1", false, "host-a", 13),
            BEFORE_MIGRATION,
            AFTER_MIGRATION);

    private final Recording recording;
    private final Random random;
    /** CPU time used so far by host, group and process, microseconds. */
    private final Map<String, Long> used = new HashMap<>();

    RecordedFleet(Recording recording, Random random) {
        this.recording = recording;
        this.random = random;
    }

    void inventory() {
        for (String host : HOSTS) {
            var facts = HostInventory.newBuilder()
                    .setHostName(host)
                    .setBootId("boot")
                    .setKernel("6.1")
                    .setCpuModel("")
                    .setOnlineCpus(CORES)
                    .setMemoryBytes(1L << 34)
                    .build();
            entity(host, EntityKind.HOST, host, b -> b.setHost(facts));
            for (var instance : INSTANCES) {
                if (!instance.host().equals(host)) continue;
                var group =
                        CgroupInventory.newBuilder().setPath(instance.group()).build();
                entity(host, EntityKind.CGROUP, instance.group(), b -> b.setCgroup(group));
                var process = ProcessInventory.newBuilder()
                        .setPid(instance.pid())
                        .setStartMicros(recording.micros(-1))
                        .setCommand("java")
                        .setCgroupPath(instance.group())
                        .setServiceName(instance.service())
                        .setServiceInstanceId(instance.id())
                        .build();
                entity(host, EntityKind.PROCESS, processId(instance), b -> b.setProcess(process));
            }
        }
    }

    /** Sets what belongs to the entity's kind. */
    private interface Details {
        InventoryRecord.Builder of(InventoryRecord.Builder entity);
    }

    private void entity(String host, EntityKind kind, String id, Details details) {
        long from = recording.micros(-1);
        var entity = details.of(InventoryRecord.newBuilder()
                        .setTenant(TENANT)
                        .setHostId(host)
                        .setKind(kind)
                        .setEntityId(id)
                        .setValidFromMicros(from)
                        .setState(EntityState.PRESENT)
                        .setObservedMicros(from))
                .build();
        String key = Key.join(TENANT, host, kind.name(), id, Long.toString(from));
        recording.add(Topic.INVENTORY, key, INVENTORY.encode(entity), -1, 0);
    }

    private String processId(RecordedInstance instance) {
        return instance.pid() + "@" + recording.micros(-1);
    }

    /** What happens in a second: every instance's requests, then a sample of everything at its end. */
    void second(int second) {
        var absent = second < MIGRATION_SECOND ? AFTER_MIGRATION : BEFORE_MIGRATION;
        for (var instance : INSTANCES) {
            if (instance.equals(absent)) continue;
            int requests = second == recording.seconds() ? 0 : 5 + random.nextInt(20);
            if (requests > 0) instance.spans(recording, random, second, requests);
            if (requests > 0) instance.runtime(recording, second);
            long micros = 40_000L + requests * 9_000L + random.nextInt(3_000);
            for (String name : List.of(instance.host(), instance.host() + instance.group()))
                used.merge(name, micros, Long::sum);
        }
        for (String host : HOSTS) samples(host, second);
    }

    private void samples(String host, int second) {
        double at = second + 1 - random.nextInt(200) / 1e3;
        var stamp = stamp(host, at);
        recording.add(Topic.HOST, Key.host(TENANT, host), HOST.encode(host(stamp, used(host))), at + 0.05, 0);
        for (var instance : INSTANCES) {
            if (!instance.host().equals(host)) continue;
            long micros = used(host + instance.group());
            var group = CgroupSample.newBuilder(group(stamp, instance.group()))
                    .setUsageMicros(micros)
                    .setQuotaMicros(200_000L)
                    .setPeriodMicros(100_000L)
                    .setEntitlementCores(2.0)
                    .build();
            recording.add(Topic.CGROUP, Key.host(TENANT, host), CGROUP.encode(group), at + 0.06, 0);
            var process = ProcessSample.newBuilder(process(stamp, instance.pid(), recording.micros(-1)))
                    .setUserMicros(micros)
                    .setSystemMicros(0L)
                    .build();
            recording.add(Topic.PROCESS, Key.host(TENANT, host), PROCESS.encode(process), at + 0.07, 0);
        }
    }

    private long used(String name) {
        return used.getOrDefault(name, 0L);
    }

    private Stamp stamp(String host, double at) {
        return new Stamp(TENANT, host, "boot", recording.micros(at), Math.round(at * 1e9) + 1_000_000_000_000L);
    }

    private static HostSample host(Stamp stamp, long micros) {
        return HostSample.newBuilder()
                .setStamp(stamp)
                .setHostName(stamp.getHostId())
                .setOnlineCpus(CORES)
                .setCpu(new CpuTimes(micros, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L))
                .build();
    }

    private static DomainSample domain(Stamp stamp) {
        return DomainSample.newBuilder()
                .setStamp(stamp)
                .setDomainId("ticking")
                .setName("ticking")
                .setLibvirtId(1)
                .setStartMicros(stamp.getAtMicros())
                .setState(DomainState.RUNNING)
                .setVcpus(List.of())
                .setDisks(List.of())
                .setInterfaces(List.of())
                .build();
    }

    private static CgroupSample group(Stamp stamp, String path) {
        return CgroupSample.newBuilder()
                .setStamp(stamp)
                .setPath(path)
                .setCreatedMicros(1)
                .setHierarchy(CgroupHierarchy.V2)
                .build();
    }

    private static ProcessSample process(Stamp stamp, long pid, long start) {
        return ProcessSample.newBuilder()
                .setStamp(stamp)
                .setPid(pid)
                .setStartMicros(start)
                .setCommand("java")
                .setState("S")
                .build();
    }

    /** A record that says nothing: an empty request, or the same sample again. */
    static byte[] nothing(Topic topic) {
        var stamp = new Stamp(TENANT, "ticking", "boot", 1_000_000L, 1L);
        return switch (topic) {
            case HOST -> HOST.encode(host(stamp, 0));
            case DOMAIN -> DOMAIN.encode(domain(stamp));
            case CGROUP -> CGROUP.encode(group(stamp, "/ticking"));
            case PROCESS -> PROCESS.encode(process(stamp, 1, 1));
            default -> new byte[0];
        };
    }
}
