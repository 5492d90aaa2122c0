package io.loadmark.collector.host;

import io.loadmark.collector.identity.HostClock;
import io.loadmark.collector.identity.HostIdentity;
import io.loadmark.collector.inventory.Inventory;
import io.loadmark.collector.kernel.KernelFiles;
import io.loadmark.collector.kernel.Reading;
import io.loadmark.collector.sampling.SampleSink;
import io.loadmark.collector.sampling.Source;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.HostSample;
import io.loadmark.schemas.Key;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Samples the host. */
public final class HostSource implements Source {
    private final HostReader reader;
    private final Reading details = new Reading(new KernelFiles());
    private final Path proc;
    private final Path sys;
    private final HostIdentity host;
    private final HostClock clock;
    private final Inventory inventory;
    private final LinkSpeeds speeds;
    private final String key;
    private @Nullable HostFacts facts;

    public HostSource(Path proc, Path sys, HostIdentity host, HostClock clock) {
        this.proc = proc;
        this.sys = sys;
        this.host = host;
        this.clock = clock;
        reader = new HostReader(proc, sys);
        speeds = new LinkSpeeds(sys);
        inventory = new Inventory(host, EntityKind.HOST);
        key = Key.host(host.tenant(), host.hostId());
    }

    @Override
    public String name() {
        return "host";
    }

    @Override
    public Round read(SampleSink sink) {
        var sample = reader.read(host.stamp(clock), host.hostName());
        var now = factsOf(sample);
        facts = now;
        // The speed of an emulated link is no limit of it.
        if (now.hypervisor() == null) speeds.addTo(sample.getNics());
        inventory.present(
                host.hostId(), host.bootMicros(), now, sample.getStamp().getAtMicros(), sink);
        inventory.endRound(sample.getStamp().getAtMicros(), sink);
        sink.publish(Topic.HOST, key, sample);
        return new Round(1, sample.getMissing().size(), 0);
    }

    /** Reads cpuinfo only when CPUs came or went: on a large host it interrupts every one of them. */
    private HostFacts factsOf(HostSample sample) {
        var before = facts;
        long memory = memoryBytes(sample, before);
        if (before != null && before.onlineCpus() == sample.getOnlineCpus()) {
            return new HostFacts(
                    host,
                    sample.getHostName(),
                    before.kernel(),
                    before.cpus(),
                    before.onlineCpus(),
                    memory,
                    before.hypervisor());
        }
        var parsed = details.begin().optional(proc, "cpuinfo", CpuInfo::parse);
        var cpus = parsed == null ? CpuInfo.UNKNOWN : parsed;
        var kernel = details.optional(proc, "sys/kernel/osrelease", text -> text.nextLine() ? text.word() : "");
        return new HostFacts(
                host,
                sample.getHostName(),
                kernel == null ? "" : kernel,
                cpus,
                sample.getOnlineCpus(),
                memory,
                Hypervisor.find(sys, details, cpus.hypervised()));
    }

    private static long memoryBytes(HostSample sample, @Nullable HostFacts before) {
        if (sample.getMemory() != null) return sample.getMemory().getTotalBytes();
        return before == null ? 0 : before.memoryBytes();
    }
}
