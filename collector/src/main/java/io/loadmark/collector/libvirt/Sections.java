package io.loadmark.collector.libvirt;

import io.loadmark.collector.libvirt.connection.DomainFigures;
import io.loadmark.collector.libvirt.connection.StatsGroup;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one run of a domain, each group of figures as it was when it last came whole. A QEMU that hangs, or
 * that is busy with a job, leaves its groups out of an answer or tells them in part.
 */
final class Sections {
    private final Map<StatsGroup, Section> sections = new EnumMap<>(StatsGroup.class);
    private final Set<StatsGroup> incomplete = EnumSet.noneOf(StatsGroup.class);

    /** Takes a reading; {@code supported} are groups that this hypervisor has ever told, and is added to. */
    void take(Collection<StatsGroup> asked, DomainFigures figures, long readNanos, Set<StatsGroup> supported) {
        for (var group : asked) {
            if (isWhole(group, figures)) {
                sections.put(group, new Section(figures, readNanos));
                incomplete.remove(group);
                supported.add(group);
            } else if (supported.contains(group)) {
                incomplete.add(group);
            }
        }
    }

    private boolean isWhole(StatsGroup group, DomainFigures figures) {
        return switch (group) {
            case STATE -> figures.has("state.state");
            case CPU_TOTAL -> figures.has("cpu.time");
            case VCPU -> figures.has("vcpu.current");
            case BALLOON -> figures.has("balloon.current") && reportsAsBefore(figures);
            case INTERFACE -> figures.has("net.count");
            case BLOCK -> figures.has("block.count") && anyDiskIsCounted(figures);
            case PERF, IOTHREAD, MEMORY, DIRTYRATE, VM ->
                figures.names().stream().anyMatch(name -> name.startsWith(group.prefix()));
        };
    }

    /** What the guest reports comes through QEMU's monitor; it does not stop to be there but when QEMU can't be asked. */
    private boolean reportsAsBefore(DomainFigures figures) {
        var before = sections.get(StatsGroup.BALLOON);
        return before == null || !before.figures().has("balloon.last-update") || figures.has("balloon.last-update");
    }

    /** Without its monitor QEMU's disks are named, not counted. */
    private static boolean anyDiskIsCounted(DomainFigures figures) {
        int count = figures.count("block.count");
        for (int i = 0; i < count; i++) if (figures.has("block." + i + ".rd.reqs")) return true;
        return count == 0;
    }

    /** Forgets what was read before {@code nanos}. */
    void forgetBefore(StatsGroup group, long nanos) {
        var section = sections.get(group);
        if (section == null || section.readNanos() - nanos >= 0) return;
        sections.remove(group);
        incomplete.add(group);
    }

    @Nullable
    Section of(StatsGroup group) {
        return sections.get(group);
    }

    /** Whether QEMU could not tell of its disks or memory when it was last asked. */
    boolean isStale() {
        return incomplete.contains(StatsGroup.BLOCK) || incomplete.contains(StatsGroup.BALLOON);
    }

    /** Names of the groups that did not come, or are too old. */
    Set<String> missing() {
        var names = new TreeSet<String>();
        for (var group : incomplete) names.add(group.prefix().replace(".", ""));
        return names;
    }
}
