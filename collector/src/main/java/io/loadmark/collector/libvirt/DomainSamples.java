package io.loadmark.collector.libvirt;

import io.loadmark.collector.libvirt.connection.DomainFigures;
import io.loadmark.collector.libvirt.connection.DomainReading;
import io.loadmark.collector.libvirt.connection.StatsGroup;
import io.loadmark.schema.DomainDisk;
import io.loadmark.schema.DomainInterface;
import io.loadmark.schema.DomainInventory;
import io.loadmark.schema.DomainMemory;
import io.loadmark.schema.DomainSample;
import io.loadmark.schema.DomainState;
import io.loadmark.schema.NamedFigure;
import io.loadmark.schema.NicInventory;
import io.loadmark.schema.Stamp;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes samples out of what is known of a domain. For one thread. */
final class DomainSamples {
    private static final int MOST_OTHERS = 256;
    /** Of the year 9999. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private static final Set<StatsGroup> ON_DEMAND =
            EnumSet.of(StatsGroup.IOTHREAD, StatsGroup.PERF, StatsGroup.MEMORY, StatsGroup.DIRTYRATE, StatsGroup.VM);
    /** For one that is shut off libvirt tells its own CPU time as the domain's. */
    private static final Set<DomainState> ALIVE =
            EnumSet.of(DomainState.RUNNING, DomainState.BLOCKED, DomainState.PAUSED, DomainState.PMSUSPENDED);

    private final VcpuThreads threads;

    DomainSamples(VcpuThreads threads) {
        this.threads = threads;
    }

    /**
     * The configuration in force.
     *
     * @param validFromMicros since when it holds, microseconds since 1970
     */
    record Shape(DomainInventory domain, long validFromMicros) {}

    /** @param jobs work of the hypervisor that goes on, with commas between; absent without any */
    DomainSample of(Stamp stamp, DomainReading reading, Life life, @Nullable Shape shape, @Nullable String jobs) {
        var sections = life.sections();
        var sample = DomainSample.newBuilder()
                .setStamp(stamp)
                .setDomainId(reading.uuid().toString())
                .setName(reading.name())
                .setLibvirtId(reading.id())
                .setStartMicros(life.startMicros())
                .setRebootMicros(life.rebootMicros())
                .setState(state(reading.figures()))
                .setStateReason(reading.figures().small("state.reason"))
                .setJobs(jobs)
                .setStale(sections.isStale())
                .setMissing(List.copyOf(sections.missing()));
        if (ALIVE.contains(sample.getState())) cpu(sample, life);
        if (shape != null) limits(sample, shape);
        memory(sample, sections.of(StatsGroup.BALLOON), shape);
        var block = sections.of(StatsGroup.BLOCK);
        if (block != null) {
            sample.setDisks(life.disks(block, DomainSamples::disks)).setBlockReadNanos(block.readNanos());
        }
        interfaces(sample, sections.of(StatsGroup.INTERFACE), shape);
        return sample.setOthers(others(sections)).build();
    }

    private static DomainState state(DomainFigures figures) {
        Integer state = figures.small("state.state");
        var states = DomainState.values();
        return state == null || state >= states.length ? DomainState.UNKNOWN : states[state];
    }

    private void cpu(DomainSample.Builder sample, Life life) {
        var total = life.sections().of(StatsGroup.CPU_TOTAL);
        if (total != null) {
            var figures = total.figures();
            sample.setCpuMicros(figures.micros("cpu.time"))
                    .setUserMicros(figures.micros("cpu.user"))
                    .setSystemMicros(figures.micros("cpu.system"))
                    .setHaltPollSuccessMicros(figures.micros("cpu.haltpoll.success.time"))
                    .setHaltPollFailMicros(figures.micros("cpu.haltpoll.fail.time"));
        }
        var vcpus = life.sections().of(StatsGroup.VCPU);
        if (vcpus == null) return;
        threads.read(vcpus.figures(), life.process(), sample);
    }

    private static void limits(DomainSample.Builder sample, Shape shape) {
        sample.setShapeMicros(shape.validFromMicros())
                .setVcpuQuotaMicros(shape.domain().getVcpuQuotaMicros())
                .setVcpuPeriodMicros(shape.domain().getVcpuPeriodMicros())
                .setEntitlementCores(Entitlement.cores(shape.domain()));
    }

    private static void memory(DomainSample.Builder sample, @Nullable Section section, @Nullable Shape shape) {
        if (section == null) return;
        var figures = section.figures();
        Long updated = figures.number("balloon.last-update");
        sample.setMemory(DomainMemory.newBuilder()
                .setReadNanos(section.readNanos())
                .setCurrentBytes(figures.kibibytes("balloon.current"))
                .setMaximumBytes(figures.kibibytes("balloon.maximum"))
                .setRssBytes(figures.kibibytes("balloon.rss"))
                .setAvailableBytes(figures.kibibytes("balloon.available"))
                .setUsableBytes(figures.kibibytes("balloon.usable"))
                .setUnusedBytes(figures.kibibytes("balloon.unused"))
                .setDiskCachesBytes(figures.kibibytes("balloon.disk_caches"))
                .setSwapInBytes(figures.kibibytes("balloon.swap_in"))
                .setSwapOutBytes(figures.kibibytes("balloon.swap_out"))
                .setMajorFaults(figures.number("balloon.major_fault"))
                .setMinorFaults(figures.number("balloon.minor_fault"))
                .setHugepageAllocations(figures.number("balloon.hugetlb_pgalloc"))
                .setHugepageFailures(figures.number("balloon.hugetlb_pgfail"))
                .setUpdatedMicros(updated == null || updated == 0 || updated > LAST_SECOND ? null : updated * 1_000_000)
                .setHugepages(shape == null ? null : shape.domain().getHugepages())
                .build());
    }

    private static List<DomainDisk> disks(DomainFigures figures) {
        var disks = new ArrayList<DomainDisk>();
        int count = figures.count("block.count");
        for (int i = 0; i < count; i++) {
            String at = "block." + i + '.';
            String name = figures.text(at + "name");
            if (name != null) disks.add(disk(figures, at, name));
        }
        return disks;
    }

    private static DomainDisk disk(DomainFigures figures, String at, String name) {
        return DomainDisk.newBuilder()
                .setName(name)
                .setReads(figures.number(at + "rd.reqs"))
                .setReadBytes(figures.number(at + "rd.bytes"))
                .setReadMicros(figures.micros(at + "rd.times"))
                .setWrites(figures.number(at + "wr.reqs"))
                .setWrittenBytes(figures.number(at + "wr.bytes"))
                .setWriteMicros(figures.micros(at + "wr.times"))
                .setFlushes(figures.number(at + "fl.reqs"))
                .setFlushMicros(figures.micros(at + "fl.times"))
                .setErrors(figures.number(at + "errors"))
                .setAllocationBytes(figures.number(at + "allocation"))
                .setCapacityBytes(figures.number(at + "capacity"))
                .setPhysicalBytes(figures.number(at + "physical"))
                .setThresholdBytes(figures.number(at + "threshold"))
                .build();
    }

    private static void interfaces(DomainSample.Builder sample, @Nullable Section section, @Nullable Shape shape) {
        if (section == null) return;
        var figures = section.figures();
        var interfaces = new ArrayList<DomainInterface>();
        int count = figures.count("net.count");
        for (int i = 0; i < count; i++) {
            String at = "net." + i + '.';
            String name = figures.text(at + "name");
            if (name != null) interfaces.add(networkInterface(figures, at, name, configured(shape, name)));
        }
        sample.setInterfaces(interfaces).setNetworkReadNanos(section.readNanos());
    }

    private static DomainInterface networkInterface(
            DomainFigures figures, String at, String name, @Nullable NicInventory configured) {
        return DomainInterface.newBuilder()
                .setName(name)
                .setReceivedBytes(figures.number(at + "rx.bytes"))
                .setReceivedPackets(figures.number(at + "rx.pkts"))
                .setReceiveErrors(figures.number(at + "rx.errs"))
                .setReceiveDrops(figures.number(at + "rx.drop"))
                .setSentBytes(figures.number(at + "tx.bytes"))
                .setSentPackets(figures.number(at + "tx.pkts"))
                .setSendErrors(figures.number(at + "tx.errs"))
                .setSendDrops(figures.number(at + "tx.drop"))
                .setReceiveLimitBytesPerSecond(configured == null ? null : configured.getInboundAverageBytesPerSecond())
                .setSendLimitBytesPerSecond(configured == null ? null : configured.getOutboundAverageBytesPerSecond())
                .build();
    }

    private static @Nullable NicInventory configured(@Nullable Shape shape, String name) {
        if (shape == null) return null;
        for (var nic : shape.domain().getNics()) if (name.equals(nic.getDevice())) return nic;
        return null;
    }

    private static List<NamedFigure> others(Sections sections) {
        var others = new TreeMap<String, NamedFigure>();
        for (var group : ON_DEMAND) {
            var section = sections.of(group);
            if (section == null) continue;
            for (String name : section.figures().names()) {
                Long value = section.figures().number(name);
                if (name.startsWith(group.prefix()) && value != null) others.put(name, new NamedFigure(name, value));
            }
        }
        return others.values().stream().limit(MOST_OTHERS).toList();
    }
}
