package io.loadmark.model.curve;

/** What a window tells of its load besides CPU time and throttling; every figure is the window's mean. Their order is stored. */
public enum Axis {
    /** Requests in flight. */
    IN_FLIGHT,
    /** Calls to other services in flight: divided by the throughput, the time that a request's calls take. */
    CALLS_IN_FLIGHT,
    /** Time that runnable threads waited for a CPU, seconds per second. */
    RUN_DELAY,
    /** Time that others kept runnable vCPUs waiting, cores. */
    STEAL,
    /** Cores that others on the same machine used. */
    OTHERS_CORES,
    /** Tasks running, runnable or blocked. */
    LOAD,
    /** Share of time in which some task waited for CPU (PSI). */
    CPU_PRESSURE,
    /** Share of time in which some task stalled on memory (PSI). */
    MEMORY_PRESSURE,
    /** Share of time in which some task stalled on I/O (PSI). */
    IO_PRESSURE,
    /** Memory used, share of the limit. */
    MEMORY,
    /** Major page faults per second. */
    MAJOR_FAULTS,
    /** Share of time in which the runtime's garbage collector stopped the threads. */
    GC_PAUSED,
    /** Such pauses per second. */
    GC_PAUSES,
    /** Live part of the heap after a collection, share of the limit. */
    HEAP_LIVE,
    /** Share of time in which the busiest disk had a request outstanding. */
    DISK_BUSY,
    /** Disk operations per second. */
    DISK_OPERATIONS,
    /** Disk operations outstanding: operations per second times their mean time. */
    DISK_QUEUE,
    /** Network bytes received and sent per second. */
    NETWORK_BYTES,
    /** Packets lost, share of all. */
    PACKET_LOSS,
    /** Bytes per second as a share of the limit, of the interface and direction that is nearest to its own. */
    NETWORK_BUSY
}
