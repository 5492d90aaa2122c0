package io.loadmark.model.share;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * As much of what pools want as their rooms hold: a maximum flow from the pools to the rooms, by Dinic's algorithm.
 * Nodes are the source, the pools, the rooms and the sink.
 */
final class Assignment {
    private static final double NONE = 1e-12;

    private final int pools;
    private final int sink;
    private final List<List<Edge>> edges = new ArrayList<>();
    private final int[] depth;
    private final int[] next;
    private double unmet;

    /** What may still flow over an edge; {@code back} is the same edge the other way. */
    private static final class Edge {
        private final int to;
        private final int back;
        private double left;

        Edge(int to, int back, double left) {
            this.to = to;
            this.back = back;
            this.left = left;
        }
    }

    Assignment(double[] wanted, List<Room> rooms) {
        pools = wanted.length;
        sink = pools + rooms.size() + 1;
        for (int node = 0; node <= sink; node++) edges.add(new ArrayList<>());
        depth = new int[sink + 1];
        next = new int[sink + 1];
        for (int pool = 0; pool < pools; pool++) connect(0, 1 + pool, wanted[pool]);
        for (int room = 0; room < rooms.size(); room++) {
            int node = 1 + pools + room;
            rooms.get(room).pools().stream().forEach(pool -> connect(1 + pool, node, Double.POSITIVE_INFINITY));
            connect(node, sink, rooms.get(room).cpus());
        }
        unmet = Arrays.stream(wanted).sum();
        while (reachesSink()) {
            Arrays.fill(next, 0);
            unmet -= push(0, Double.POSITIVE_INFINITY);
        }
    }

    private void connect(int from, int to, double most) {
        var there = edges.get(from);
        var back = edges.get(to);
        there.add(new Edge(to, back.size(), most));
        back.add(new Edge(from, there.size() - 1, 0));
    }

    /** What of all that is wanted finds no room. */
    double unmet() {
        return unmet;
    }

    /** Positions of the pools that together want most beyond all the rooms that are open to them. */
    BitSet crowded() {
        var found = new BitSet();
        for (int pool = 0; pool < pools; pool++) found.set(pool, depth[1 + pool] >= 0);
        return found;
    }

    /** Distances from the source over edges with something left; −1 where none leads. */
    private boolean reachesSink() {
        Arrays.fill(depth, -1);
        depth[0] = 0;
        var queue = new ArrayDeque<Integer>();
        queue.add(0);
        while (!queue.isEmpty()) {
            int node = queue.remove();
            for (var edge : edges.get(node)) {
                if (edge.left > NONE && depth[edge.to] < 0) {
                    depth[edge.to] = depth[node] + 1;
                    queue.add(edge.to);
                }
            }
        }
        return depth[sink] >= 0;
    }

    /** Sends what it can from a node on along shortest ways. */
    private double push(int node, double most) {
        if (node == sink) return most;
        double sent = 0;
        var from = edges.get(node);
        for (; next[node] < from.size(); next[node]++) {
            var edge = from.get(next[node]);
            if (edge.left > NONE && depth[edge.to] == depth[node] + 1) {
                double through = push(edge.to, Math.min(most - sent, edge.left));
                edge.left -= through;
                edges.get(edge.to).get(edge.back).left += through;
                sent += through;
                if (most - sent <= NONE) break;
            }
        }
        return sent;
    }
}
