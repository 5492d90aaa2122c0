package io.loadmark.streams.usage;

import io.loadmark.model.usage.Rates;
import io.loadmark.schema.DomainDisk;
import io.loadmark.schema.DomainInterface;
import io.loadmark.schema.DomainSample;
import io.loadmark.schema.LayerLoad;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The load of a libvirt domain between two samples of one run of it. Parts that are read at their own pace give figures
 * only when they have been read anew, over the time between their own readings.
 */
final class DomainLoad {
    private DomainLoad() {}

    static LayerLoad between(DomainSample from, DomainSample to) {
        var rates =
                Rates.between(from.getStamp().getMonotonicNanos(), to.getStamp().getMonotonicNanos());
        var load = LayerLoad.newBuilder()
                .setSeconds(rates.seconds())
                .setSamples(1)
                .setJobRatio(from.getJobs() == null && to.getJobs() == null ? 0.0 : 1.0)
                .setEntitlementCores(entitlement(to))
                .setQuotaCores(quota(to))
                .setQuotaPeriodMicros(to.getVcpuQuotaMicros() == null ? null : to.getVcpuPeriodMicros());
        VcpuLoad.between(from, to).writeTo(load, rates);
        DomainMemoryLoad.between(from, to, load);
        disks(load, from, to);
        network(load, from, to);
        return load.build();
    }

    private static @Nullable Double entitlement(DomainSample sample) {
        Double known = sample.getEntitlementCores();
        Integer vcpus = sample.getVcpusCurrent();
        return known != null || vcpus == null ? known : Double.valueOf(vcpus);
    }

    /** libvirt's quota is each vCPU's. */
    private static @Nullable Double quota(DomainSample sample) {
        Long quota = sample.getVcpuQuotaMicros();
        Long period = sample.getVcpuPeriodMicros();
        Integer vcpus = sample.getVcpusCurrent();
        if (quota == null || period == null || period <= 0 || vcpus == null) return null;
        return Double.valueOf((double) quota / period * vcpus);
    }

    /** Distance of two readings of a part; null if it was not read anew. */
    static @Nullable Rates ofPart(@Nullable Long fromNanos, @Nullable Long toNanos) {
        return fromNanos == null || toNanos == null || toNanos <= fromNanos ? null : Rates.between(fromNanos, toNanos);
    }

    private static void disks(LayerLoad.Builder load, DomainSample from, DomainSample to) {
        var rates = ofPart(from.getBlockReadNanos(), to.getBlockReadNanos());
        // A disk that was changed for another of the same name counts from 0.
        if (rates == null || !Objects.equals(from.getShapeMicros(), to.getShapeMicros())) return;
        var before = HostLoad.byName(from.getDisks(), DomainDisk::getName);
        var read = new Totals();
        var written = new Totals();
        var requests = new Totals();
        Double slowest = null;
        for (var disk : to.getDisks()) {
            var earlier = before.get(disk.getName());
            if (earlier == null) continue;
            read.add(Rates.delta(earlier.getReadBytes(), disk.getReadBytes()));
            written.add(Rates.delta(earlier.getWrittenBytes(), disk.getWrittenBytes()));
            Long completed =
                    Rates.delta(sum(earlier.getReads(), earlier.getWrites()), sum(disk.getReads(), disk.getWrites()));
            Long waited = Rates.delta(
                    sum(earlier.getReadMicros(), earlier.getWriteMicros()),
                    sum(disk.getReadMicros(), disk.getWriteMicros()));
            requests.add(completed);
            if (completed != null && completed > 0 && waited != null) {
                slowest = HostLoad.greater(slowest, waited / 1000.0 / completed);
            }
        }
        load.setReadBytesPerSecond(read.per(rates))
                .setWriteBytesPerSecond(written.per(rates))
                .setIoPerSecond(requests.per(rates))
                .setIoAwaitMillis(slowest);
    }

    private static void network(LayerLoad.Builder load, DomainSample from, DomainSample to) {
        var rates = ofPart(from.getNetworkReadNanos(), to.getNetworkReadNanos());
        if (rates == null) return;
        var before = HostLoad.byName(from.getInterfaces(), DomainInterface::getName);
        var received = new Totals();
        var sent = new Totals();
        var packets = new Totals();
        var lost = new Totals();
        Double busiest = null;
        for (var nic : to.getInterfaces()) {
            var earlier = before.get(nic.getName());
            if (earlier == null) continue;
            received.add(Rates.delta(earlier.getReceivedBytes(), nic.getReceivedBytes()));
            sent.add(Rates.delta(earlier.getSentBytes(), nic.getSentBytes()));
            busiest = HostLoad.greater(busiest, receiving(rates, earlier, nic));
            busiest = HostLoad.greater(busiest, sending(rates, earlier, nic));
            packets.add(Rates.delta(earlier.getReceivedPackets(), nic.getReceivedPackets()));
            packets.add(Rates.delta(earlier.getSentPackets(), nic.getSentPackets()));
            lost.add(Rates.delta(lostPackets(earlier), lostPackets(nic)));
        }
        load.setReceivedBytesPerSecond(received.per(rates))
                .setSentBytesPerSecond(sent.per(rates))
                .setPacketsPerSecond(packets.per(rates))
                .setPacketLossRatio(Rates.ratio(lost.sum(), packets.sum(), HostLoad.LEAST_PACKETS))
                .setNetworkBusyRatio(busiest);
    }

    private static @Nullable Double receiving(Rates rates, DomainInterface from, DomainInterface to) {
        return HostLoad.used(rates, from.getReceivedBytes(), to.getReceivedBytes(), to.getReceiveLimitBytesPerSecond());
    }

    private static @Nullable Double sending(Rates rates, DomainInterface from, DomainInterface to) {
        return HostLoad.used(rates, from.getSentBytes(), to.getSentBytes(), to.getSendLimitBytesPerSecond());
    }

    private static @Nullable Long lostPackets(DomainInterface nic) {
        return sum(sum(nic.getReceiveErrors(), nic.getReceiveDrops()), sum(nic.getSendErrors(), nic.getSendDrops()));
    }

    static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
        return one == null || other == null ? null : Long.valueOf(one + other);
    }
}
