package io.loadmark.collector.host;

import io.loadmark.collector.kernel.KeyNumbers;
import io.loadmark.collector.kernel.MalformedFileException;
import io.loadmark.collector.kernel.Reading;
import io.loadmark.collector.kernel.Text;
import io.loadmark.schema.NumaNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The NUMA nodes in {@code /sys/devices/system/node}, where there are several. Which there are and which CPUs they have is
 * looked up again once a minute, as CPUs may come and go. For one thread.
 */
final class NumaNodes {
    private static final Pattern NAME = Pattern.compile("node(\\d{1,4})");
    private static final int ROUNDS_BETWEEN_LOOKS = 60;
    private static final long KIB = 1024;
    private static final int WORDS_BEFORE_KEY = 2; // Node 0

    private final Reading reading;
    private final Path root;
    private final KeyNumbers counters =
            KeyNumbers.of("numa_hit", "numa_miss", "numa_foreign").optional("local_node", "other_node");
    private List<Node> nodes = List.of();
    private int round;

    /** A node and the name of its directory. */
    private record Node(int number, String cpus, String name) {}

    /** Of a node's meminfo. */
    private record Memory(@Nullable Long total, @Nullable Long free) {
        static Memory parse(Text text) throws MalformedFileException {
            Long total = null;
            Long free = null;
            while (text.nextLine()) {
                if (!text.hasWord()) continue;
                text.skipWords(WORDS_BEFORE_KEY);
                switch (text.word()) {
                    case "MemTotal:" -> total = KIB * text.number();
                    case "MemFree:" -> free = KIB * text.number();
                    default -> {}
                }
            }
            if (total == null || free == null) throw text.malformed("no MemTotal or MemFree");
            return new Memory(total, free);
        }
    }

    NumaNodes(Path sys, Reading reading) {
        this.reading = reading;
        root = sys.resolve("devices/system/node");
    }

    List<NumaNode> read() {
        if (round++ % ROUNDS_BETWEEN_LOOKS == 0) look();
        if (nodes.size() < 2) return List.of();
        var read = new ArrayList<NumaNode>();
        for (var node : nodes) read.add(read(node));
        return read;
    }

    private void look() {
        var found = new ArrayList<Node>();
        String[] names = root.toFile().list();
        for (String name : names == null ? new String[0] : names) {
            var match = NAME.matcher(name);
            if (!match.matches()) continue;
            String cpus = reading.optional(root, name + "/cpulist", text -> text.nextLine() ? text.word() : "");
            found.add(new Node(Integer.parseInt(match.group(1)), cpus == null ? "" : cpus, name));
        }
        found.sort(Comparator.comparingInt(Node::number));
        nodes = found;
    }

    private NumaNode read(Node node) {
        var memory = reading.optional(root, node.name() + "/meminfo", Memory::parse);
        reading.numbers(root, node.name() + "/numastat", counters);
        return NumaNode.newBuilder()
                .setNode(node.number())
                .setCpus(node.cpus())
                .setTotalBytes(memory == null ? null : memory.total())
                .setFreeBytes(memory == null ? null : memory.free())
                .setHits(counters.get("numa_hit"))
                .setMisses(counters.get("numa_miss"))
                .setForeign(counters.get("numa_foreign"))
                .setLocal(counters.get("local_node"))
                .setRemote(counters.get("other_node"))
                .build();
    }
}
