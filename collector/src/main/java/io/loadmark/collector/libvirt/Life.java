package io.loadmark.collector.libvirt;

import io.loadmark.collector.libvirt.connection.DomainFigures;
import io.loadmark.schema.DomainDisk;
import io.loadmark.schema.DomainInventory;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run of a domain, from its start to its end, on this host. For one thread. */
final class Life {
    private final int libvirtId;
    private final long startMicros;
    private long hereSinceMicros;
    private boolean arriving;
    private final Sections sections = new Sections();
    private @Nullable QemuProcess process;
    private @Nullable Long rebootMicros;
    private @Nullable DomainInventory configuration;
    private @Nullable DomainFacts facts;
    private @Nullable Section disksOf;
    private List<DomainDisk> disks = List.of();

    Life(int libvirtId, long startMicros, @Nullable QemuProcess process) {
        this.libvirtId = libvirtId;
        this.startMicros = startMicros;
        hereSinceMicros = startMicros;
        this.process = process;
    }

    /** It is being migrated to this host, and still runs on the other one. */
    void arrives() {
        arriving = true;
    }

    boolean isArriving() {
        return arriving;
    }

    /** Its migration to this host is complete. */
    void arrived(long atMicros) {
        arriving = false;
        hereSinceMicros = atMicros;
    }

    /** Since when it is this host that it runs on, microseconds since 1970. */
    long hereSinceMicros() {
        return hereSinceMicros;
    }

    int libvirtId() {
        return libvirtId;
    }

    /** With the domain's UUID it names this life, microseconds since 1970. */
    long startMicros() {
        return startMicros;
    }

    Sections sections() {
        return sections;
    }

    @Nullable
    QemuProcess process() {
        return process;
    }

    void found(QemuProcess found) {
        process = found;
        facts = null;
    }

    /** Its disks, made once of each reading: every slow interval there is one, and a sample every second. */
    @SuppressWarnings("ReferenceEquality") // a reading is one object
    List<DomainDisk> disks(Section reading, Function<DomainFigures, List<DomainDisk>> make) {
        if (disksOf != reading) {
            disksOf = reading;
            disks = make.apply(reading.figures());
        }
        return disks;
    }

    /** What the inventory holds of it: the same object until there is something else to say. */
    @SuppressWarnings("ReferenceEquality") // an equal one costs a copy, an unequal one is never the same
    DomainFacts facts(DomainInventory inForce) {
        var known = facts;
        if (known == null || configuration != inForce) {
            known = DomainFacts.of(inForce, this);
            configuration = inForce;
            facts = known;
        }
        return known;
    }

    /** When the guest was last seen to reboot, microseconds since 1970. */
    @Nullable
    Long rebootMicros() {
        return rebootMicros;
    }

    void rebooted(long atMicros) {
        rebootMicros = atMicros;
    }
}
