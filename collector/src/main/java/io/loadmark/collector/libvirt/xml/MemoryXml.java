package io.loadmark.collector.libvirt.xml;

import io.loadmark.schema.DomainInventory;
import io.loadmark.schema.GuestNumaCell;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Memory, its limits and its place. */
final class MemoryXml {
    /** libvirt's VIR_DOMAIN_MEMORY_PARAM_UNLIMITED, 2^53 − 1 KiB. */
    private static final long UNLIMITED_BYTES = ((1L << 53) - 1) << 10;

    private MemoryXml() {}

    static void read(XmlElement domain, DomainInventory.Builder inventory) {
        Long memory = domain.bytes("memory");
        Long current = domain.bytes("currentMemory");
        long maximum = memory == null ? 0 : memory;
        inventory
                .setMemoryBytes(maximum)
                .setCurrentMemoryBytes(current == null ? maximum : current)
                .setHardLimitBytes(limit(domain, "memtune/hard_limit"))
                .setSoftLimitBytes(limit(domain, "memtune/soft_limit"))
                .setSwapHardLimitBytes(limit(domain, "memtune/swap_hard_limit"))
                .setHugepages(domain.has("memoryBacking/hugepages"))
                .setHugepageBytes(domain.at("memoryBacking/hugepages/page")
                        .map(page -> page.bytesOf(page.attribute("size")))
                        .orElse(null))
                .setLocked(domain.has("memoryBacking/locked"))
                .setMergeable(!domain.has("memoryBacking/nosharepages"))
                .setBalloonModel(domain.attribute("devices/memballoon", "model"))
                .setBalloonPeriodSeconds(period(domain))
                .setNumaMode(domain.attribute("numatune/memory", "mode"))
                .setNumaNodes(domain.attribute("numatune/memory", "nodeset"))
                .setNumaCells(cells(domain));
    }

    private static @Nullable Long limit(XmlElement domain, String path) {
        Long bytes = domain.bytes(path);
        return bytes == null || bytes >= UNLIMITED_BYTES ? null : bytes;
    }

    private static @Nullable Integer period(XmlElement domain) {
        Integer seconds = domain.integer("devices/memballoon/stats", "period");
        return seconds == null || seconds == 0 ? null : seconds;
    }

    private static List<GuestNumaCell> cells(XmlElement domain) {
        return domain.at("cpu/numa").stream()
                .flatMap(numa -> numa.children("cell").stream())
                .filter(cell -> cell.integer("id") != null)
                .map(cell -> new GuestNumaCell(
                        cell.integer("id"),
                        cell.attribute("cpus"),
                        cell.bytesOf(cell.attribute("memory")),
                        hostNodes(domain, String.valueOf(cell.attribute("id")))))
                .toList();
    }

    private static @Nullable String hostNodes(XmlElement domain, String cell) {
        return domain.at("numatune").stream()
                .flatMap(tune -> tune.children("memnode").stream())
                .filter(node -> cell.equals(node.attribute("cellid")))
                .findFirst()
                .map(node -> node.attribute("nodeset"))
                .orElse(null);
    }
}
