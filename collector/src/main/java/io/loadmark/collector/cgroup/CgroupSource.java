package io.loadmark.collector.cgroup;

import io.loadmark.collector.identity.HostClock;
import io.loadmark.collector.identity.HostIdentity;
import io.loadmark.collector.inventory.Admission;
import io.loadmark.collector.inventory.Inventory;
import io.loadmark.collector.sampling.SampleSink;
import io.loadmark.collector.sampling.Source;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.EntityKind;
import io.loadmark.schemas.Key;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Samples the selected control groups, from the root down. */
public final class CgroupSource implements Source {
    /** Deeper groups are not visited; real trees are less than 20 deep. */
    private static final int MAX_DEPTH = 64;

    private final Path proc;
    private final Path sys;
    private final HostIdentity host;
    private final HostClock clock;
    private final Predicate<String> selection;
    private final Admission<String> admission;
    private final Inventory inventory;
    private final Domains domains;
    private final Turns turns;
    private final String key;
    private @Nullable Access access;
    private int samples;
    private int missing;

    /** What needs to know how the host mounts its hierarchies. */
    private record Access(CgroupTree tree, CgroupReader reader) {}

    public CgroupSource(CgroupConfig config, Path proc, Path sys, HostIdentity host, HostClock clock) {
        this.proc = proc;
        this.sys = sys;
        this.host = host;
        this.clock = clock;
        selection = config.selection();
        admission = new Admission<>(config.limit());
        inventory = new Inventory(host, EntityKind.CGROUP);
        domains = new Domains(proc);
        turns = new Turns(config.slowInterval(), config.slowAbove());
        key = Key.host(host.tenant(), host.hostId());
    }

    @Override
    public String name() {
        return "cgroup";
    }

    @Override
    public Round read(SampleSink sink) throws IOException {
        var files = access();
        samples = 0;
        missing = 0;
        turns.beginRound(clock.monotonicNanos(), files.tree().size());
        var online = files.reader().beginRound();
        new Visit(files, sink).group(files.tree().root(), online, false, 0);
        files.tree().endRound();
        domains.endRound();
        inventory.endRound(clock.wallMicros(), sink);
        return new Round(samples, missing, admission.endRound());
    }

    private Access access() throws IOException {
        var known = access;
        if (known != null) return known;
        var hierarchies = Hierarchies.find(sys.resolve("fs/cgroup"));
        var found = new Access(new CgroupTree(hierarchies, selection), new CgroupReader(hierarchies, proc, sys));
        access = found;
        return found;
    }

    /** One walk over the tree. Limits go down it, counts of threads come up. */
    private final class Visit {
        private final CgroupTree tree;
        private final CgroupReader reader;
        private final SampleSink sink;

        Visit(Access files, SampleSink sink) {
            tree = files.tree();
            reader = files.reader();
            this.sink = sink;
        }

        /** Visits a group and all below it; {@code counted}: an ancestor needs its threads. */
        TaskStates.@Nullable Count group(CgroupTree.Node node, Limits above, boolean counted, int depth)
                throws IOException {
            var group = node.group();
            boolean sampled = group.selected() && admission.admits(group.path());
            boolean whole = turns.isDue(group.held());
            var limits = reader.limits(group, above, whole);
            var tasks = counted || sampled
                    ? reader.threads(group, whole && turns.isCountDue(group.held()))
                    : TaskStates.Count.NONE;
            if (depth < MAX_DEPTH) {
                for (var child : tree.children(node)) {
                    var below = group(child, limits, counted || sampled, depth + 1);
                    tasks = tasks == null || below == null ? null : tasks.plus(below);
                }
            }
            if (sampled) publish(group, limits, tasks, whole);
            return tasks;
        }

        private void publish(Group group, Limits limits, TaskStates.@Nullable Count tasks, boolean whole) {
            var stamp = host.stamp(clock);
            var machine = group.machine();
            var domain = machine == null ? null : domains.of(machine);
            var sample = reader.read(group, domain, stamp, limits, tasks, whole);
            if (!sample.getMissing().isEmpty() && CgroupReader.vanished(group)) return;
            var facts = new CgroupFacts(group.path(), group.containerId(), domain);
            inventory.present(group.path(), group.createdMicros(), facts, stamp.getAtMicros(), sink);
            sink.publish(Topic.CGROUP, key, sample);
            samples++;
            missing += sample.getMissing().size();
        }
    }
}
