package io.loadmark.streams.align;

import io.loadmark.schema.DomainInventory;
import io.loadmark.schema.EntityState;
import io.loadmark.schema.HostInventory;
import io.loadmark.schema.InstanceId;
import io.loadmark.schema.InventoryRecord;
import io.loadmark.schema.Origin;
import io.loadmark.schema.Placement;
import io.loadmark.schema.PlacementLink;
import java.util.HashSet;
import java.util.Optional;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Finds where an instance ran, as of a time, by the surest link that the inventory of that time allows: its container,
 * its process on a host, the instance that a process declares in its environment, its host's id, its host's name.
 */
final class Placements {
    private final ReadOnlyKeyValueStore<String, InventoryRecord> history;

    Placements(ReadOnlyKeyValueStore<String, InventoryRecord> history) {
        this.history = history;
    }

    /** Nothing is known of where the instance ran. */
    static Placement unknown() {
        return Placement.newBuilder()
                .setLink(PlacementLink.UNKNOWN)
                .setConfidence(0)
                .build();
    }

    /** Asks for one instance. */
    Optional<Placement> of(InstanceId instance, Origin origin, long atMicros, long knownUntilMicros) {
        return new Question(instance.getTenant(), atMicros, knownUntilMicros).answer(instance, origin);
    }

    /** The physical host of a host that may be a guest. */
    String physicalHost(String tenant, String hostId, long atMicros, long knownUntilMicros) {
        return new Question(tenant, atMicros, knownUntilMicros)
                .domainOf(hostId)
                .map(InventoryRecord::getHostId)
                .orElse(hostId);
    }

    /**
     * A look-up as of event time. Entries that a collector saw only after {@code knownUntilMicros} are left out, so
     * that a replay, which has them from the start, answers as the live run did.
     */
    private final class Question {
        private final String tenant;
        private final long atMicros;
        private final long knownUntilMicros;

        Question(String tenant, long atMicros, long knownUntilMicros) {
            this.tenant = tenant;
            this.atMicros = atMicros;
            this.knownUntilMicros = knownUntilMicros;
        }

        Optional<Placement> answer(InstanceId instance, Origin origin) {
            return byContainer(origin)
                    .or(() -> byProcess(origin))
                    .or(() -> byServiceInstance(instance))
                    .or(() -> byHost(origin))
                    .or(() -> byHostName(origin));
        }

        private Optional<Placement> byContainer(Origin origin) {
            if (origin.getContainerId().isEmpty()) return Optional.empty();
            return entry(InventoryHistory.container(tenant, origin.getContainerId()))
                    .map(cgroup -> on(cgroup, PlacementLink.CONTAINER, 0.99)
                            .setCgroupPath(cgroup.getEntityId())
                            .build());
        }

        private Optional<Placement> byProcess(Origin origin) {
            Long pid = origin.getProcessPid();
            if (pid == null || origin.getHostId().isEmpty()) return Optional.empty();
            return entry(InventoryHistory.process(tenant, origin.getHostId(), pid))
                    .map(process -> ofProcess(process, PlacementLink.PROCESS, 0.98));
        }

        private Optional<Placement> byServiceInstance(InstanceId id) {
            return entry(InventoryHistory.serviceInstance(
                            tenant, id.getServiceNamespace(), id.getServiceName(), id.getInstanceId()))
                    .map(process -> ofProcess(process, PlacementLink.SERVICE_INSTANCE, 0.95));
        }

        private Placement ofProcess(InventoryRecord process, PlacementLink link, double confidence) {
            var details = process.getProcess();
            return on(process, link, confidence)
                    .setProcessId(process.getEntityId())
                    .setCgroupPath(details == null ? null : details.getCgroupPath())
                    .build();
        }

        private Optional<Placement> byHost(Origin origin) {
            if (origin.getHostId().isEmpty()) return Optional.empty();
            return entry(InventoryHistory.host(tenant, origin.getHostId()))
                    .map(host -> on(host, PlacementLink.HOST, 0.9).build());
        }

        private Optional<Placement> byHostName(Origin origin) {
            if (origin.getHostName().isEmpty()) return Optional.empty();
            return entry(InventoryHistory.hostName(tenant, origin.getHostName()))
                    .map(host -> on(host, PlacementLink.HOST_NAME, 0.6).build());
        }

        /** The physical host is the one that saw the entity, unless that is itself a guest. */
        private Placement.Builder on(InventoryRecord seen, PlacementLink link, double confidence) {
            var domain = domainOf(seen.getHostId());
            var machine = host(seen.getHostId());
            String physicalHostId = domain.map(InventoryRecord::getHostId).orElse(seen.getHostId());
            return Placement.newBuilder()
                    .setLink(link)
                    .setConfidence(confidence)
                    .setHostId(seen.getHostId())
                    .setDomainId(domain.map(InventoryRecord::getEntityId).orElse(null))
                    .setPhysicalHostId(physicalHostId)
                    .setThreadsPerCore(machine.flatMap(Question::threadsPerCore).orElse(null))
                    .setCpuModel(host(physicalHostId)
                            .map(HostInventory::getCpuModel)
                            .filter(model -> !model.isEmpty())
                            .orElse(null))
                    .setMemoryBytes(guest(domain)
                            .map(DomainInventory::getCurrentMemoryBytes)
                            .or(() -> machine.map(HostInventory::getMemoryBytes))
                            .filter(bytes -> bytes > 0)
                            .orElse(null))
                    .setTuning(guest(domain).map(DomainInventory::getTuning).orElse(null));
        }

        private Optional<HostInventory> host(String hostId) {
            return entry(InventoryHistory.host(tenant, hostId)).flatMap(host -> Optional.ofNullable(host.getHost()));
        }

        private static Optional<DomainInventory> guest(Optional<InventoryRecord> domain) {
            return domain.flatMap(record -> Optional.ofNullable(record.getDomain()));
        }

        /** Of the machine that the instance sees: vCPUs that show no topology may run on cores of their own. */
        private static Optional<Double> threadsPerCore(HostInventory machine) {
            return Optional.ofNullable(machine.getPhysicalCores())
                    .filter(cores -> cores > 0)
                    .map(cores -> Math.max(1, (double) machine.getOnlineCpus() / cores));
        }

        /** The domain that a host is, if it is one: known by its DMI product UUID. */
        Optional<InventoryRecord> domainOf(String hostId) {
            return host(hostId)
                    .flatMap(host -> Optional.ofNullable(host.getProductUuid()))
                    .flatMap(uuid -> entry(InventoryHistory.domain(tenant, uuid)));
        }

        private Optional<InventoryRecord> entry(String name) {
            var gone = new HashSet<String>();
            try (var newestFirst =
                    history.reverseRange(InventoryHistory.first(name), InventoryHistory.after(name, atMicros))) {
                while (newestFirst.hasNext()) {
                    var entry = newestFirst.next().value;
                    if (entry.getObservedMicros() > knownUntilMicros) continue;
                    if (entry.getState() == EntityState.GONE) gone.add(entry.getHostId() + '/' + entry.getEntityId());
                    else if (!gone.contains(entry.getHostId() + '/' + entry.getEntityId())) return Optional.of(entry);
                }
            }
            return Optional.empty();
        }
    }
}
