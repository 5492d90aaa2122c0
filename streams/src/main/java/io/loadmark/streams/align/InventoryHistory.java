package io.loadmark.streams.align;

import io.loadmark.schema.InventoryRecord;
import io.loadmark.schemas.AvroCodec;
import io.loadmark.schemas.BadRecordException;
import io.loadmark.schemas.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every version of every entity, under each name by which it is looked for, in order of the time from which it
 * holds. A record that can't be read is left out here; the sink, which reads the same topic, writes its dead letter.
 */
final class InventoryHistory implements Processor<String, byte[], Void, Void> {
    private static final Logger LOG = LoggerFactory.getLogger(InventoryHistory.class);
    private static final AvroCodec<InventoryRecord> CODEC = AvroCodec.of(InventoryRecord.class);
    private static final int MICROS_DIGITS = 17;
    private static final char SEPARATOR = '\0';

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private KeyValueStore<String, InventoryRecord> history;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        history = context.getStateStore(AlignTopology.INVENTORY_HISTORY);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        if (record.value() == null) return; // a deletion by hand: history stays
        try {
            var entry = CODEC.decode(record.value());
            for (String name : names(entry)) history.put(key(name, entry.getValidFromMicros(), entry), entry);
        } catch (BadRecordException e) {
            LOG.debug("left out of the inventory: {}", e.getMessage());
        }
    }

    /** Names under which an entity is looked for. */
    private static List<String> names(InventoryRecord entry) {
        String tenant = entry.getTenant();
        var names = new ArrayList<String>();
        switch (entry.getKind()) {
            case HOST -> {
                names.add(host(tenant, entry.getHostId()));
                var host = entry.getHost();
                if (host != null) names.add(hostName(tenant, host.getHostName()));
            }
            case DOMAIN -> names.add(domain(tenant, entry.getEntityId()));
            case CGROUP -> {
                var cgroup = entry.getCgroup();
                if (cgroup != null && cgroup.getContainerId() != null) {
                    names.add(container(tenant, cgroup.getContainerId()));
                }
            }
            case PROCESS -> addProcess(names, entry);
        }
        return names;
    }

    private static void addProcess(List<String> names, InventoryRecord entry) {
        var process = entry.getProcess();
        if (process == null) return;
        names.add(process(entry.getTenant(), entry.getHostId(), process.getPid()));
        String service = process.getServiceName();
        String instance = process.getServiceInstanceId();
        if (service != null && instance != null) {
            String namespace = process.getServiceNamespace() == null ? "" : process.getServiceNamespace();
            names.add(serviceInstance(entry.getTenant(), namespace, service, instance));
        }
    }

    static String host(String tenant, String hostId) {
        return Key.join("host", tenant, hostId);
    }

    static String hostName(String tenant, String hostName) {
        return Key.join("host-name", tenant, hostName);
    }

    static String domain(String tenant, String uuid) {
        return Key.join("domain", tenant, uuid.toLowerCase(Locale.ROOT));
    }

    static String container(String tenant, String containerId) {
        return Key.join("container", tenant, containerId);
    }

    static String process(String tenant, String hostId, long pid) {
        return Key.join("process", tenant, hostId, Long.toString(pid));
    }

    static String serviceInstance(String tenant, String namespace, String service, String instance) {
        return Key.join("service", tenant, namespace, service, instance);
    }

    /** Least key of a name's history. */
    static String first(String name) {
        return name + SEPARATOR;
    }

    /** Greater than every key of a name's history up to a time, that time included. */
    static String after(String name, long micros) {
        return name + SEPARATOR + padded(micros) + '\1';
    }

    private static String key(String name, long validFromMicros, InventoryRecord entry) {
        return name
                + SEPARATOR
                + padded(validFromMicros)
                + SEPARATOR
                + entry.getEntityId()
                + SEPARATOR
                + entry.getState();
    }

    private static String padded(long micros) {
        return String.format(Locale.ROOT, "%0" + MICROS_DIGITS + "d", Math.max(0, micros));
    }
}
