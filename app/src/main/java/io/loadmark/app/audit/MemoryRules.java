package io.loadmark.app.audit;

import static io.loadmark.app.audit.MachineFiles.evidence;

import java.util.ArrayList;
import java.util.List;

/** Huge pages, swap, NUMA, samepage merging. */
record MemoryRules(MachineFiles files) {
    private static final String MM = "/sys/kernel/mm";
    private static final String NODES = "/sys/devices/system/node";
    private static final String VM = "/proc/sys/vm";
    private static final long USUAL_SWAPPINESS = 10;

    List<Finding> findings() {
        var found = new ArrayList<Finding>();
        transparentHugePages(found);
        hugePages(found);
        swap(found);
        overcommit(found);
        numa(found);
        samepageMerging(found);
        return found;
    }

    private void transparentHugePages(List<Finding> found) {
        String enabled = MM + "/transparent_hugepage/enabled";
        String defrag = MM + "/transparent_hugepage/defrag";
        var chosen = files.chosen(enabled);
        if (chosen.isEmpty()) return;
        var evidence = new ArrayList<String>();
        evidence.add(evidence(enabled, chosen.get()));
        files.chosen(defrag).ifPresent(value -> evidence.add(evidence(defrag, value)));
        boolean stalls = files.chosen(defrag).filter("always"::equals).isPresent()
                && !chosen.get().equals("never");
        found.add(Finding.of(
                "transparent-huge-pages",
                stalls,
                "transparent huge pages",
                evidence,
                "with defrag `always` a page fault may wait for memory to be compacted; QEMU and JVMs ask for huge pages"
                        + " themselves where `madvise` lets them"));
    }

    private void hugePages(List<Finding> found) {
        for (String size : files.names(MM + "/hugepages", "hugepages-\\d+kB")) {
            String directory = MM + "/hugepages/" + size;
            long total = files.number(directory + "/nr_hugepages").orElse(0);
            long free = files.number(directory + "/free_hugepages").orElse(0);
            if (total == 0) continue;
            found.add(Finding.of(
                    "huge-pages",
                    free == total,
                    size,
                    List.of(
                            evidence(directory + "/nr_hugepages", total),
                            evidence(directory + "/free_hugepages", free)),
                    "pages of the pool can be used for nothing else, also while they are free"));
        }
    }

    private void swap(List<Finding> found) {
        var swaps = files.text("/proc/swaps").map(text -> text.lines().count() - 1);
        var swappiness = files.number(VM + "/swappiness");
        if (swappiness.isEmpty() || swaps.isEmpty()) return;
        boolean inUse = swaps.get() > 0 && swappiness.getAsLong() > USUAL_SWAPPINESS;
        found.add(Finding.of(
                "swappiness",
                inUse,
                "swap",
                List.of(
                        evidence("/proc/swaps", swaps.get() + " in use"),
                        evidence(VM + "/swappiness", swappiness.getAsLong())),
                "the larger, the more the kernel swaps out idle memory in favour of page cache, that of guests and of heaps"
                        + " included"));
    }

    private void overcommit(List<Finding> found) {
        files.text(VM + "/overcommit_memory")
                .ifPresent(mode -> found.add(Finding.note(
                        "memory-overcommit",
                        "memory overcommit",
                        List.of(evidence(VM + "/overcommit_memory", mode)),
                        "0: by heuristics, 1: always, 2: never beyond overcommit_ratio; a host that promises more memory"
                                + " than it has kills processes when it runs out")));
    }

    private void numa(List<Finding> found) {
        var nodes = files.names(NODES, "node\\d+");
        if (nodes.size() < 2) return;
        var balancing = files.text("/proc/sys/kernel/numa_balancing");
        var reclaim = files.number(VM + "/zone_reclaim_mode");
        var evidence = new ArrayList<String>();
        evidence.add(evidence(NODES, nodes.size() + " nodes"));
        balancing.ifPresent(value -> evidence.add(evidence("/proc/sys/kernel/numa_balancing", value)));
        reclaim.ifPresent(value -> evidence.add(evidence(VM + "/zone_reclaim_mode", value)));
        for (String node : nodes) {
            files.text(NODES + "/" + node + "/numastat")
                    .flatMap(text -> text.lines()
                            .filter(line -> line.startsWith("numa_miss"))
                            .findFirst())
                    .ifPresent(line -> evidence.add(evidence(NODES + "/" + node + "/numastat", line)));
        }
        found.add(Finding.of(
                "numa",
                reclaim.orElse(0) != 0,
                "NUMA",
                evidence,
                "memory of another node is slower: guests that fit into one node are best kept there; zone_reclaim_mode"
                        + " other than 0 drops page cache rather than use another node's memory"));
    }

    private void samepageMerging(List<Finding> found) {
        String directory = MM + "/ksm";
        var run = files.text(directory + "/run");
        if (run.isEmpty()) return;
        var evidence = new ArrayList<String>();
        evidence.add(evidence(directory + "/run", run.get()));
        for (String file : List.of("pages_sharing", "pages_to_scan", "sleep_millisecs")) {
            files.text(directory + "/" + file)
                    .ifPresent(value -> evidence.add(evidence(directory + "/" + file, value)));
        }
        found.add(
                new Finding(
                        "samepage-merging",
                        run.get().equals("1") ? Finding.Verdict.NOTE : Finding.Verdict.OK,
                        "kernel samepage merging",
                        evidence,
                        "while it runs (1), ksmd takes CPU time for scanning, and writes to merged pages (pages_sharing) copy them"));
    }
}
