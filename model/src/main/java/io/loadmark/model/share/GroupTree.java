package io.loadmark.model.share;

import io.loadmark.model.share.Level.Portion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The control groups of a host, and what each is guaranteed when all workloads in them are busy: from the root down, a group's
 * cores are divided by weight among those below it that hold a workload, and who is at its most leaves the rest to the others
 * (Linux: cgroup-v2, cpu.weight and cpu.max). CPU sets count by their size.
 */
public final class GroupTree {
    private final double cores;
    private final Node root = new Node();

    /** A group and those below it that hold a workload. */
    private static final class Node {
        private final TreeMap<String, Node> below = new TreeMap<>();
        private @Nullable ControlGroup group;

        double most() {
            double own = group == null || group.mostCores() == null ? Double.POSITIVE_INFINITY : group.mostCores();
            if (below.isEmpty() || (group != null && group.isWorkload())) return own;
            return Math.min(own, below.values().stream().mapToDouble(Node::most).sum());
        }

        @Nullable
        Double weight() {
            return group == null ? null : group.weight();
        }

        boolean isWorkload() {
            return group != null && group.isWorkload();
        }

        long workloads() {
            if (below.isEmpty()) return isWorkload() ? 1 : 0;
            return below.values().stream().mapToLong(Node::workloads).sum();
        }
    }

    /**
     * What a group is guaranteed.
     *
     * @param cores absent when not known
     * @param unweighted groups whose weight would have to be known
     */
    public record Guaranteed(@Nullable Double cores, List<String> unweighted) {
        public Guaranteed {
            unweighted = List.copyOf(unweighted);
        }
    }

    /**
     * The tree.
     *
     * @param cores CPUs online, &gt; 0
     * @param groups in any order; of those without a workload only the parents of such matter
     */
    public GroupTree(double cores, Collection<ControlGroup> groups) {
        if (!(cores > 0)) throw new IllegalArgumentException("a host without CPUs");
        this.cores = cores;
        for (var group : groups) if (group.isWorkload()) node(group.path());
        for (var group : groups) {
            var node = find(group.path());
            if (node != null) node.group = group;
        }
    }

    /** Workloads, those that hold others not counted. */
    public long workloads() {
        return root.workloads();
    }

    /** What a group is guaranteed, which must be a workload or the parent of one. */
    public Guaranteed of(String path) {
        double here = cores;
        var node = root;
        String at = "";
        for (String name : names(path)) {
            var unweighted = unweighted(at, node);
            if (!unweighted.isEmpty()) return new Guaranteed(null, unweighted);
            var child = node.below.get(name);
            if (child == null) throw new IllegalArgumentException("no workload in " + path);
            here = part(node, child, Math.min(here, node.most()));
            node = child;
            at += "/" + name;
        }
        return new Guaranteed(here, List.of());
    }

    /** Whether {@link #of} can be asked of it. */
    public boolean holds(String path) {
        return find(path) != null;
    }

    private static double part(Node parent, Node child, double cores) {
        if (parent.below.size() == 1) return Math.min(cores, child.most());
        var portions = parent.below.values().stream().map(GroupTree::portion).toList();
        return portion(child).at(Level.of(portions, cores));
    }

    private static Portion portion(Node node) {
        Double weight = node.weight();
        if (weight == null) throw new IllegalStateException("a group without weight");
        return new Portion(weight, node.most(), 1);
    }

    /** A group that is alone in its parent needs none. */
    private static List<String> unweighted(String at, Node parent) {
        if (parent.below.size() == 1) return List.of();
        var unweighted = new ArrayList<String>();
        parent.below.forEach((name, child) -> {
            if (child.weight() == null) unweighted.add(at + "/" + name);
        });
        return unweighted;
    }

    private void node(String path) {
        var node = root;
        for (String name : names(path)) node = node.below.computeIfAbsent(name, any -> new Node());
    }

    private @Nullable Node find(String path) {
        var node = root;
        for (String name : names(path)) {
            node = node.below.get(name);
            if (node == null) return null;
        }
        return node;
    }

    private static List<String> names(String path) {
        var names = new ArrayList<String>();
        for (String name : path.split("/", -1)) if (!name.isEmpty()) names.add(name);
        return names;
    }
}
