package io.loadmark.collector.libvirt.xml;

import static io.loadmark.collector.libvirt.xml.DomainXml.or;

import io.loadmark.schema.DiskInventory;
import io.loadmark.schema.DiskThrottle;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Disks: what backs them, how they are driven, what limits them. */
final class DiskXml {
    private DiskXml() {}

    static List<DiskInventory> readAll(XmlElement domain) {
        return domain.at("devices").stream()
                .flatMap(devices -> devices.children("disk").stream())
                .filter(disk -> disk.attribute("target", "dev") != null)
                .map(DiskXml::read)
                .toList();
    }

    private static DiskInventory read(XmlElement disk) {
        return DiskInventory.newBuilder()
                .setTarget(or(disk.attribute("target", "dev"), ""))
                .setDevice(or(disk.attribute("device"), "disk"))
                .setBus(disk.attribute("target", "bus"))
                .setSourceType(or(disk.attribute("type"), "unknown"))
                .setSource(disk.at("source").map(DiskXml::source).orElse(null))
                .setPool(disk.at("source").map(DiskXml::pool).orElse(null))
                .setFormat(disk.attribute("driver", "type"))
                .setCache(disk.attribute("driver", "cache"))
                .setIoMode(disk.attribute("driver", "io"))
                .setDiscard(disk.attribute("driver", "discard"))
                .setIoThread(disk.integer("driver", "iothread"))
                .setQueues(disk.integer("driver", "queues"))
                .setReadOnly(disk.has("readonly"))
                .setShareable(disk.has("shareable"))
                .setThrottle(disk.at("iotune").map(DiskXml::throttle).orElse(null))
                .setMirrorJob(disk.attribute("mirror", "job"))
                .build();
    }

    /** The first that is there of a path, a device, a volume, and a protocol with a name. */
    private static @Nullable String source(XmlElement source) {
        String local = Stream.of("file", "dev", "dir", "volume", "path")
                .filter(name -> source.attribute(name) != null)
                .findFirst()
                .map(source::attribute)
                .orElse(null);
        if (local != null) return local;
        String named = Stream.of("protocol", "name")
                .filter(name -> source.attribute(name) != null)
                .map(source::attribute)
                .collect(Collectors.joining(":"));
        return named.isEmpty() ? null : named;
    }

    /** A volume's pool, the pool in which Ceph keeps an image, else the host that serves it. */
    private static @Nullable String pool(XmlElement source) {
        String pool = source.attribute("pool");
        if (pool != null) return pool;
        String name = source.attribute("name");
        if ("rbd".equals(source.attribute("protocol")) && name != null && name.contains("/")) {
            return name.substring(0, name.indexOf('/'));
        }
        return source.attribute("host", "name");
    }

    private static DiskThrottle throttle(XmlElement tune) {
        return DiskThrottle.newBuilder()
                .setTotalBytesPerSecond(limit(tune, "total_bytes_sec"))
                .setReadBytesPerSecond(limit(tune, "read_bytes_sec"))
                .setWriteBytesPerSecond(limit(tune, "write_bytes_sec"))
                .setTotalMaxBytesPerSecond(limit(tune, "total_bytes_sec_max"))
                .setReadMaxBytesPerSecond(limit(tune, "read_bytes_sec_max"))
                .setWriteMaxBytesPerSecond(limit(tune, "write_bytes_sec_max"))
                .setTotalIoPerSecond(limit(tune, "total_iops_sec"))
                .setReadIoPerSecond(limit(tune, "read_iops_sec"))
                .setWriteIoPerSecond(limit(tune, "write_iops_sec"))
                .setTotalMaxIoPerSecond(limit(tune, "total_iops_sec_max"))
                .setReadMaxIoPerSecond(limit(tune, "read_iops_sec_max"))
                .setWriteMaxIoPerSecond(limit(tune, "write_iops_sec_max"))
                .setGroup(tune.text("group_name"))
                .setSizeIoBytes(limit(tune, "size_iops_sec"))
                .build();
    }

    /** 0 means: none. */
    private static @Nullable Long limit(XmlElement tune, String name) {
        Long value = tune.number(name);
        return value == null || value == 0 ? null : value;
    }
}
