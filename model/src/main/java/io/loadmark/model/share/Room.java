package io.loadmark.model.share;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * CPUs that are open to the same pools.
 *
 * @param pools positions of the pools
 * @param cpus how many CPUs
 */
record Room(BitSet pools, int cpus) {
    /** The CPUs of all pools, those alike together. */
    static List<Room> of(List<CpuSet> pools) {
        var open = new LinkedHashMap<Integer, BitSet>();
        for (int i = 0; i < pools.size(); i++) {
            int pool = i;
            pools.get(i).numbers().forEach(cpu -> open.computeIfAbsent(cpu, any -> new BitSet())
                    .set(pool));
        }
        var counts = new LinkedHashMap<BitSet, Integer>();
        for (var each : open.values()) counts.merge(each, 1, Integer::sum);
        var rooms = new ArrayList<Room>();
        counts.forEach((each, cpus) -> rooms.add(new Room(each, cpus)));
        return rooms;
    }
}
