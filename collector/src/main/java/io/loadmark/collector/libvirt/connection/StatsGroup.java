package io.loadmark.collector.libvirt.connection;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collection;

/** A group of statistics as {@code virsh domstats} names it; virDomainStatsTypes. */
public enum StatsGroup {
    @JsonProperty("state")
    STATE("state.", 1),
    @JsonProperty("cpu-total")
    CPU_TOTAL("cpu.", 1 << 1),
    @JsonProperty("balloon")
    BALLOON("balloon.", 1 << 2),
    @JsonProperty("vcpu")
    VCPU("vcpu.", 1 << 3),
    @JsonProperty("interface")
    INTERFACE("net.", 1 << 4),
    @JsonProperty("block")
    BLOCK("block.", 1 << 5),
    @JsonProperty("perf")
    PERF("perf.", 1 << 6),
    @JsonProperty("iothread")
    IOTHREAD("iothread.", 1 << 7),
    @JsonProperty("memory")
    MEMORY("memory.", 1 << 8),
    @JsonProperty("dirtyrate")
    DIRTYRATE("dirtyrate.", 1 << 9),
    @JsonProperty("vm")
    VM("vm.", 1 << 10);

    private final String prefix;
    private final int bit;

    StatsGroup(String prefix, int bit) {
        this.prefix = prefix;
        this.bit = bit;
    }

    /** What the names of its figures begin with. */
    public String prefix() {
        return prefix;
    }

    static int bits(Collection<StatsGroup> groups) {
        return groups.stream().mapToInt(group -> group.bit).reduce(0, (one, other) -> one | other);
    }
}
