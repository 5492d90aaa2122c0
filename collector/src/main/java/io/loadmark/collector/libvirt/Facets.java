package io.loadmark.collector.libvirt;

import io.loadmark.schema.DiskInventory;
import io.loadmark.schema.DomainInventory;
import io.loadmark.schema.NicInventory;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parts of a running domain's configuration that can change while it runs. */
final class Facets {
    static final List<Facet<DomainInventory>> OF_DOMAIN = List.of(
            told("renamed", DomainInventory::getName),
            tunes("vcpus", DomainInventory::getVcpus),
            tunes("vcpu-quota", d -> ratio(d.getVcpuQuotaMicros(), d.getVcpuPeriodMicros())),
            tunes("global-quota", d -> ratio(d.getGlobalQuotaMicros(), d.getGlobalPeriodMicros())),
            tunes("emulator-quota", d -> ratio(d.getEmulatorQuotaMicros(), d.getEmulatorPeriodMicros())),
            tunes("iothread-quota", d -> ratio(d.getIoThreadQuotaMicros(), d.getIoThreadPeriodMicros())),
            tunes("cpu-shares", DomainInventory::getShares),
            tunes("vcpu-pinning", d -> List.of(d.getVcpuPins(), String.valueOf(d.getCpuset()))),
            tunes("emulator-pinning", DomainInventory::getEmulatorPin),
            tunes("iothreads", d -> List.of(d.getIoThreads(), d.getIoThreadPins())),
            tunes("numa", d -> List.of(String.valueOf(d.getNumaMode()), String.valueOf(d.getNumaNodes()))),
            told("memory", DomainInventory::getMemoryBytes),
            // Balloons breathe: how much memory a machine has is compared by itself.
            told("balloon", DomainInventory::getCurrentMemoryBytes),
            tunes("memory-limits", Facets::memoryLimits),
            tunes("blkio", d -> List.of(String.valueOf(d.getBlkioWeight()), d.getBlkioDevices())),
            tunes("host-devices", DomainInventory::getHostDevices),
            told("metadata", d -> List.of(String.valueOf(d.getTitle()), d.getMetadata())));

    static final List<Facet<DiskInventory>> OF_DISK = List.of(
            // A snapshot changes it, and every backup by snapshots changes it twice.
            told("disk-source", DiskInventory::getSource),
            tunes("disk-throttle", DiskInventory::getThrottle),
            tunes("disk-driver", d -> List.of(String.valueOf(d.getCache()), String.valueOf(d.getIoMode()))));

    static final List<Facet<NicInventory>> OF_NIC =
            List.of(told("nic-source", NicInventory::getSource), tunes("nic-bandwidth", Facets::bandwidth));

    private Facets() {}

    /**
     * A part whose change is an event.
     *
     * @param name what the event calls it
     * @param tunes whether the guest then is another machine, which is as fast as no one has seen yet
     * @param value the part
     */
    record Facet<T>(String name, boolean tunes, Function<T, @Nullable Object> value) {
        String text(T of) {
            return Facets.text(value.apply(of));
        }
    }

    private static <T> Facet<T> told(String name, Function<T, @Nullable Object> value) {
        return new Facet<>(name, false, value);
    }

    private static <T> Facet<T> tunes(String name, Function<T, @Nullable Object> value) {
        return new Facet<>(name, true, value);
    }

    /** By the device in the guest. */
    static SortedMap<String, DiskInventory> disks(DomainInventory domain) {
        var disks = new TreeMap<String, DiskInventory>();
        for (var disk : domain.getDisks()) disks.put(disk.getTarget(), disk);
        return disks;
    }

    /** By MAC address. */
    static SortedMap<String, NicInventory> nics(DomainInventory domain) {
        var nics = new TreeMap<String, NicInventory>();
        for (var nic : domain.getNics()) nics.put(String.valueOf(nic.getMac()), nic);
        return nics;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "none" : value.toString();
    }

    private static @Nullable String ratio(@Nullable Long quota, @Nullable Long period) {
        return quota == null ? null : quota + "/" + period + " µs";
    }

    private static List<String> memoryLimits(DomainInventory domain) {
        return List.of(
                text(domain.getHardLimitBytes()),
                text(domain.getSoftLimitBytes()),
                text(domain.getSwapHardLimitBytes()));
    }

    private static List<String> bandwidth(NicInventory nic) {
        return List.of(
                text(nic.getInboundAverageBytesPerSecond()),
                text(nic.getInboundPeakBytesPerSecond()),
                text(nic.getOutboundAverageBytesPerSecond()),
                text(nic.getOutboundPeakBytesPerSecond()));
    }
}
