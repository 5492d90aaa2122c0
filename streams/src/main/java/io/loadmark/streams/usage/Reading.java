package io.loadmark.streams.usage;

import io.loadmark.schema.CgroupSample;
import io.loadmark.schema.DomainSample;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.HostSample;
import io.loadmark.schema.LayerLoad;
import io.loadmark.schema.ProcessSample;
import io.loadmark.schema.Stamp;
import io.loadmark.schemas.AvroUnion;
import io.loadmark.schemas.BadRecordException;
import io.loadmark.schemas.Key;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * A raw sample of any layer: whose it is, and which life of it. Two readings of one life have comparable counters; a
 * reboot, a new cgroup of the same path or a reused pid is another life, whose first reading gives no load.
 */
sealed interface Reading {
    AvroUnion CODEC =
            AvroUnion.of(List.of(HostSample.class, DomainSample.class, CgroupSample.class, ProcessSample.class));

    Stamp stamp();

    EntityKind kind();

    /** As InventoryRecord.entityId. */
    String entityId();

    /** Counters are comparable between readings with the same epoch only. */
    String epoch();

    /** Load since an earlier reading of the same epoch. */
    LayerLoad since(Reading earlier, LoadRules rules);

    static Reading decode(byte[] value) throws BadRecordException {
        return of(CODEC.decode(value));
    }

    static Reading of(SpecificRecord sample) {
        if (sample instanceof HostSample host) return new OfHost(host);
        if (sample instanceof DomainSample domain) return new OfDomain(domain);
        if (sample instanceof CgroupSample cgroup) return new OfCgroup(cgroup);
        return new OfProcess((ProcessSample) sample);
    }

    /** Key of the entity over all layers. */
    default String entityKey() {
        return Key.join(stamp().getTenant(), stamp().getHostId(), kind().name(), entityId());
    }

    /** Whether a load can be told from the earlier reading to this one. */
    default boolean follows(Reading earlier) {
        return epoch().equals(earlier.epoch())
                && stamp().getMonotonicNanos() > earlier.stamp().getMonotonicNanos();
    }

    record OfHost(HostSample sample) implements Reading {
        @Override
        public Stamp stamp() {
            return sample.getStamp();
        }

        @Override
        public EntityKind kind() {
            return EntityKind.HOST;
        }

        @Override
        public String entityId() {
            return stamp().getHostId();
        }

        @Override
        public String epoch() {
            return stamp().getBootId();
        }

        @Override
        public LayerLoad since(Reading earlier, LoadRules rules) {
            return HostLoad.between(((OfHost) earlier).sample(), sample);
        }
    }

    record OfDomain(DomainSample sample) implements Reading {
        @Override
        public Stamp stamp() {
            return sample.getStamp();
        }

        @Override
        public EntityKind kind() {
            return EntityKind.DOMAIN;
        }

        @Override
        public String entityId() {
            return sample.getDomainId();
        }

        @Override
        public String epoch() {
            return stamp().getBootId() + '/' + sample.getStartMicros() + '/' + sample.getLibvirtId();
        }

        @Override
        public LayerLoad since(Reading earlier, LoadRules rules) {
            return DomainLoad.between(((OfDomain) earlier).sample(), sample);
        }
    }

    record OfCgroup(CgroupSample sample) implements Reading {
        @Override
        public Stamp stamp() {
            return sample.getStamp();
        }

        @Override
        public EntityKind kind() {
            return EntityKind.CGROUP;
        }

        @Override
        public String entityId() {
            return sample.getPath();
        }

        @Override
        public String epoch() {
            return stamp().getBootId() + '/' + sample.getCreatedMicros();
        }

        @Override
        public LayerLoad since(Reading earlier, LoadRules rules) {
            return CgroupLoad.between(((OfCgroup) earlier).sample(), sample, rules.pageCache());
        }
    }

    record OfProcess(ProcessSample sample) implements Reading {
        @Override
        public Stamp stamp() {
            return sample.getStamp();
        }

        @Override
        public EntityKind kind() {
            return EntityKind.PROCESS;
        }

        @Override
        public String entityId() {
            return sample.getPid() + "@" + sample.getStartMicros();
        }

        @Override
        public String epoch() {
            return stamp().getBootId();
        }

        @Override
        public LayerLoad since(Reading earlier, LoadRules rules) {
            return ProcessLoad.between(((OfProcess) earlier).sample(), sample);
        }
    }
}
