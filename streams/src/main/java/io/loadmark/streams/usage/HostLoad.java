package io.loadmark.streams.usage;

import io.loadmark.model.usage.Rates;
import io.loadmark.schema.CpuTimes;
import io.loadmark.schema.DiskCounters;
import io.loadmark.schema.HostSample;
import io.loadmark.schema.LayerLoad;
import io.loadmark.schema.NicCounters;
import io.loadmark.schema.Pressure;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The load of a host between two samples of one boot. */
final class HostLoad {
    private static final String LOOPBACK = "lo";
    static final long LEAST_PACKETS = 100;

    private HostLoad() {}

    static LayerLoad between(HostSample from, HostSample to) {
        var rates =
                Rates.between(from.getStamp().getMonotonicNanos(), to.getStamp().getMonotonicNanos());
        var load = LayerLoad.newBuilder()
                .setSeconds(rates.seconds())
                .setSamples(1)
                .setCpuCores(rates.cores(busy(from.getCpu()), busy(to.getCpu())))
                .setStealCores(rates.cores(steal(from.getCpu()), steal(to.getCpu())))
                .setEntitlementCores((double) to.getOnlineCpus())
                .setRunnableTasks(asDouble(to.getRunnableTasks()))
                .setBlockedTasks(asDouble(to.getBlockedTasks()))
                .setLoadAverage1(to.getLoadAverage1())
                .setContextSwitchesPerSecond(rates.perSecond(from.getContextSwitches(), to.getContextSwitches()))
                .setSwapInPagesPerSecond(rates.perSecond(from.getSwapInPages(), to.getSwapInPages()))
                .setMajorFaultsPerSecond(rates.perSecond(from.getMajorFaults(), to.getMajorFaults()))
                .setCpuPressureRatio(rates.share(some(from.getCpuPressure()), some(to.getCpuPressure())))
                .setMemoryPressureRatio(rates.share(some(from.getMemoryPressure()), some(to.getMemoryPressure())))
                .setIoPressureRatio(rates.share(some(from.getIoPressure()), some(to.getIoPressure())));
        memory(load, to);
        disks(load, rates, from, to);
        network(load, rates, from, to);
        return load.build();
    }

    /** Time that was not idle, waiting for I/O or stolen; guest time is contained in user time. */
    private static @Nullable Long busy(@Nullable CpuTimes cpu) {
        return cpu == null
                ? null
                : Long.valueOf(cpu.getUserMicros()
                        + cpu.getNiceMicros()
                        + cpu.getSystemMicros()
                        + cpu.getIrqMicros()
                        + cpu.getSoftirqMicros());
    }

    private static @Nullable Long steal(@Nullable CpuTimes cpu) {
        return cpu == null ? null : Long.valueOf(cpu.getStealMicros());
    }

    static @Nullable Long some(@Nullable Pressure pressure) {
        return pressure == null ? null : Long.valueOf(pressure.getSomeMicros());
    }

    static @Nullable Double asDouble(@Nullable Long value) {
        return value == null ? null : Double.valueOf(value);
    }

    private static void memory(LayerLoad.Builder load, HostSample to) {
        var memory = to.getMemory();
        if (memory == null) return;
        load.setMemoryLimitBytes((double) memory.getTotalBytes());
        load.setMemoryUsedBytes((double) (memory.getTotalBytes() - memory.getAvailableBytes()));
    }

    private static void disks(LayerLoad.Builder load, Rates rates, HostSample from, HostSample to) {
        var before = byName(from.getDisks(), DiskCounters::getDevice);
        Totals read = new Totals();
        Totals written = new Totals();
        Totals requests = new Totals();
        Double slowest = null;
        Double busiest = null;
        for (var disk : to.getDisks()) {
            var earlier = before.get(disk.getDevice());
            if (earlier == null) continue;
            read.add(Rates.delta(earlier.getReadBytes(), disk.getReadBytes()));
            written.add(Rates.delta(earlier.getWrittenBytes(), disk.getWrittenBytes()));
            Long completed = Rates.delta(completed(earlier), completed(disk));
            requests.add(completed);
            Long waited = Rates.delta(waited(earlier), waited(disk));
            if (completed != null && completed > 0 && waited != null) {
                slowest = greater(slowest, waited / 1000.0 / completed);
            }
            busiest = greater(busiest, rates.share(earlier.getBusyMicros(), disk.getBusyMicros()));
        }
        load.setReadBytesPerSecond(read.per(rates))
                .setWriteBytesPerSecond(written.per(rates))
                .setIoPerSecond(requests.per(rates))
                .setIoAwaitMillis(slowest)
                .setDiskBusyRatio(busiest);
    }

    private static long completed(DiskCounters disk) {
        return disk.getReads() + disk.getWrites();
    }

    private static long waited(DiskCounters disk) {
        return disk.getReadMicros() + disk.getWriteMicros();
    }

    private static void network(LayerLoad.Builder load, Rates rates, HostSample from, HostSample to) {
        var before = byName(from.getNics(), NicCounters::getDevice);
        Totals received = new Totals();
        Totals sent = new Totals();
        Totals packets = new Totals();
        Totals lost = new Totals();
        Double busiest = null;
        for (var nic : to.getNics()) {
            var earlier = before.get(nic.getDevice());
            if (earlier == null || nic.getDevice().equals(LOOPBACK)) continue;
            received.add(Rates.delta(earlier.getReceivedBytes(), nic.getReceivedBytes()));
            sent.add(Rates.delta(earlier.getSentBytes(), nic.getSentBytes()));
            Long speed = nic.getSpeedBytesPerSecond();
            busiest = greater(busiest, used(rates, earlier.getReceivedBytes(), nic.getReceivedBytes(), speed));
            busiest = greater(busiest, used(rates, earlier.getSentBytes(), nic.getSentBytes(), speed));
            packets.add(delta(earlier, nic, n -> n.getReceivedPackets() + n.getSentPackets()));
            lost.add(delta(
                    earlier,
                    nic,
                    n -> n.getReceiveErrors() + n.getReceiveDrops() + n.getSendErrors() + n.getSendDrops()));
        }
        load.setReceivedBytesPerSecond(received.per(rates))
                .setSentBytesPerSecond(sent.per(rates))
                .setPacketsPerSecond(packets.per(rates))
                .setPacketLossRatio(Rates.ratio(lost.sum(), packets.sum(), LEAST_PACKETS))
                .setNetworkBusyRatio(busiest);
    }

    /** Increments per second as a share of their limit; null without one. */
    static @Nullable Double used(Rates rates, @Nullable Long from, @Nullable Long to, @Nullable Long limit) {
        Double perSecond = rates.perSecond(from, to);
        return perSecond == null || limit == null || limit <= 0 ? null : Double.valueOf(perSecond / limit);
    }

    private static @Nullable Long delta(NicCounters from, NicCounters to, ToLongFunction<NicCounters> counter) {
        return Rates.delta(counter.applyAsLong(from), counter.applyAsLong(to));
    }

    static @Nullable Double greater(@Nullable Double one, @Nullable Double other) {
        if (one == null || other == null) return one == null ? other : one;
        return Math.max(one, other);
    }

    static <T> Map<String, T> byName(Iterable<T> devices, Function<T, String> name) {
        return StreamSupport.stream(devices.spliterator(), false)
                .collect(Collectors.toMap(name, Function.identity(), (one, other) -> other));
    }
}
