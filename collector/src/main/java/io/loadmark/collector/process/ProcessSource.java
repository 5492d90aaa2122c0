package io.loadmark.collector.process;

import io.loadmark.collector.identity.HostClock;
import io.loadmark.collector.identity.HostIdentity;
import io.loadmark.collector.inventory.Admission;
import io.loadmark.collector.inventory.Inventory;
import io.loadmark.collector.kernel.MalformedFileException;
import io.loadmark.collector.kernel.UserHz;
import io.loadmark.collector.sampling.SampleSink;
import io.loadmark.collector.sampling.Source;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.EntityKind;
import io.loadmark.schemas.Key;
import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Samples the processes that the filter takes. Every other one costs a read of its stat file: in every round while there are few,
 * else in one of ten, by turns, so that its exec, its move to a selected group, or another of its pid is seen so much later.
 */
public final class ProcessSource implements Source {
    private static final int FEW = 200;
    private static final int TURNS = 10;

    private final ProcessSelection selection;
    private final Path proc;
    private final HostIdentity host;
    private final HostClock clock;
    private final ProcessReader reader;
    private final Admission<String> admission;
    private final Inventory inventory;
    private final String key;
    private Map<Long, KnownProcess> before = new HashMap<>();
    private Map<Long, KnownProcess> now = new HashMap<>();
    private Set<Long> leftOutBefore = new HashSet<>();
    private Set<Long> leftOut = new HashSet<>();
    private long round;
    private boolean many;
    private int samples;
    private int missing;

    /** {@code cgroups} tells by its path whether a group is sampled. */
    public ProcessSource(
            ProcessConfig config,
            Predicate<String> cgroups,
            Users users,
            Path proc,
            HostIdentity host,
            HostClock clock) {
        selection = new ProcessSelection(config, cgroups, users);
        this.proc = proc;
        this.host = host;
        this.clock = clock;
        reader = new ProcessReader(proc);
        admission = new Admission<>(config.limit());
        inventory = new Inventory(host, EntityKind.PROCESS);
        key = Key.host(host.tenant(), host.hostId());
    }

    @Override
    public String name() {
        return "process";
    }

    @Override
    public Round read(SampleSink sink) throws IOException {
        String[] names = proc.toFile().list();
        if (names == null) throw new NotDirectoryException(proc.toString());
        samples = 0;
        missing = 0;
        reader.beginRound();
        round++;
        many = names.length > FEW;
        for (String name : names) if (isPid(name)) read(Long.parseLong(name), proc.resolve(name), sink);
        before = now;
        now = new HashMap<>();
        leftOutBefore = leftOut;
        leftOut = new HashSet<>();
        inventory.endRound(clock.wallMicros(), sink);
        return new Round(samples, missing, admission.endRound());
    }

    private static boolean isPid(String name) {
        return name.length() < 12 && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private void read(long pid, Path process, SampleSink sink) {
        var last = before.get(pid);
        // A thread of the kernel becomes nothing else.
        if (leftOutBefore.contains(pid) && (many || last == null) && (round + pid) % TURNS != 0) {
            leftOut.add(pid);
            if (last != null) now.put(pid, last);
            return;
        }
        try {
            var stat = reader.stat(process);
            if (stat == null) return;
            if (stat.kernelThread()) {
                leftOut.add(pid);
                return;
            }
            var known = look(pid, process, stat, last);
            now.put(pid, known);
            if (!known.selected()) {
                if (!known.isYoung(clock.wallMicros())) leftOut.add(pid);
            } else if (admission.admits(known.entityId())) {
                sample(process, known, stat, sink);
            }
        } catch (MalformedFileException e) {
            missing++;
            if (last == null) return;
            now.put(pid, last);
            inventory.unreadable(last.entityId());
        }
    }

    /** What is known of the process, brought up to date. */
    private KnownProcess look(long pid, Path process, ProcessStat stat, @Nullable KnownProcess known) {
        boolean same = known != null && known.isStill(stat);
        boolean fresh = known == null || !same || known.mayHaveChanged(stat, clock.wallMicros());
        var service = fresh || known == null ? reader.service(process) : known.service();
        boolean asked = selection.asksForCgroup() || service.name() != null;
        var cgroup = asked ? reader.cgroupPath(process) : null;
        boolean unmoved = !fresh && known != null && Objects.equals(cgroup, known.cgroupPath());
        if (unmoved && known != null) return known;
        Long uid = selection.asksForUser() ? reader.uid(process) : null;
        boolean selected = selection.takes(stat.command(), cgroup, service, uid);
        return new KnownProcess(
                pid,
                stat.startTicks(),
                host.bootMicros() + UserHz.micros(stat.startTicks()),
                stat.command(),
                cgroup,
                service,
                selected ? reader.namespacePid(process) : null,
                selected);
    }

    private void sample(Path process, KnownProcess known, ProcessStat stat, SampleSink sink) {
        var stamp = host.stamp(clock);
        var sample = reader.read(process, stamp, known, stat);
        if (sample == null) return;
        inventory.present(known.entityId(), known.startMicros(), new ProcessFacts(known), stamp.getAtMicros(), sink);
        sink.publish(Topic.PROCESS, key, sample);
        samples++;
        missing += sample.getMissing().size();
    }
}
