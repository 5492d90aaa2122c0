package io.loadmark.collector.libvirt;

import io.loadmark.schema.DiskInventory;
import io.loadmark.schema.DomainInventory;
import io.loadmark.schema.NicInventory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is different between two configurations of a running domain, in the words of an event. */
final class Changes {
    private static final List<Facet<DomainInventory>> OF_DOMAIN = List.of(
            new Facet<>("renamed", DomainInventory::getName),
            new Facet<>("vcpus", DomainInventory::getVcpus),
            new Facet<>("vcpu-quota", d -> ratio(d.getVcpuQuotaMicros(), d.getVcpuPeriodMicros())),
            new Facet<>("global-quota", d -> ratio(d.getGlobalQuotaMicros(), d.getGlobalPeriodMicros())),
            new Facet<>("emulator-quota", d -> ratio(d.getEmulatorQuotaMicros(), d.getEmulatorPeriodMicros())),
            new Facet<>("iothread-quota", d -> ratio(d.getIoThreadQuotaMicros(), d.getIoThreadPeriodMicros())),
            new Facet<>("cpu-shares", DomainInventory::getShares),
            new Facet<>("vcpu-pinning", d -> List.of(d.getVcpuPins(), String.valueOf(d.getCpuset()))),
            new Facet<>("emulator-pinning", DomainInventory::getEmulatorPin),
            new Facet<>("iothreads", d -> List.of(d.getIoThreads(), d.getIoThreadPins())),
            new Facet<>("numa", d -> List.of(String.valueOf(d.getNumaMode()), String.valueOf(d.getNumaNodes()))),
            new Facet<>("memory", DomainInventory::getMemoryBytes),
            new Facet<>("balloon", DomainInventory::getCurrentMemoryBytes),
            new Facet<>("memory-limits", Changes::memoryLimits),
            new Facet<>("blkio", d -> List.of(String.valueOf(d.getBlkioWeight()), d.getBlkioDevices())),
            new Facet<>("host-devices", DomainInventory::getHostDevices),
            new Facet<>("metadata", d -> List.of(String.valueOf(d.getTitle()), d.getMetadata())));
    private static final List<Facet<DiskInventory>> OF_DISK = List.of(
            new Facet<>("disk-source", DiskInventory::getSource),
            new Facet<>("disk-throttle", DiskInventory::getThrottle),
            new Facet<>("disk-driver", d -> List.of(String.valueOf(d.getCache()), String.valueOf(d.getIoMode()))));
    private static final List<Facet<NicInventory>> OF_NIC = List.of(
            new Facet<>("nic-source", NicInventory::getSource), new Facet<>("nic-bandwidth", Changes::bandwidth));

    private final List<Change> found = new ArrayList<>();

    private Changes() {}

    /** One change: what, and from what to what. */
    record Change(String name, String detail) {}

    /** A part of a configuration whose change is an event. */
    private record Facet<T>(String name, Function<T, @Nullable Object> value) {}

    static List<Change> between(DomainInventory from, DomainInventory to) {
        var changes = new Changes();
        changes.compare("", OF_DOMAIN, from, to);
        changes.devices("disk", OF_DISK, disks(from), disks(to));
        changes.devices("nic", OF_NIC, nics(from), nics(to));
        return changes.found;
    }

    private <T> void compare(String device, List<Facet<T>> facets, T from, T to) {
        for (var facet : facets) {
            var before = facet.value().apply(from);
            var after = facet.value().apply(to);
            if (!Objects.equals(before, after)) {
                found.add(new Change(facet.name(), device + text(before) + " → " + text(after)));
            }
        }
    }

    private <T> void devices(String kind, List<Facet<T>> facets, Map<String, T> from, Map<String, T> to) {
        to.forEach((name, device) -> {
            var before = from.get(name);
            if (before == null) found.add(new Change(kind + "-attached", name));
            else compare(name + ": ", facets, before, device);
        });
        from.keySet().stream()
                .filter(name -> !to.containsKey(name))
                .forEach(name -> found.add(new Change(kind + "-detached", name)));
    }

    private static Map<String, DiskInventory> disks(DomainInventory domain) {
        var disks = new LinkedHashMap<String, DiskInventory>();
        for (var disk : domain.getDisks()) disks.put(disk.getTarget(), disk);
        return disks;
    }

    private static Map<String, NicInventory> nics(DomainInventory domain) {
        var nics = new LinkedHashMap<String, NicInventory>();
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
