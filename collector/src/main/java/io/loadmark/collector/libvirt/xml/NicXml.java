package io.loadmark.collector.libvirt.xml;

import static io.loadmark.collector.libvirt.xml.DomainXml.or;

import io.loadmark.schema.NicInventory;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Network interfaces: where they are attached, how they are driven, what limits them. */
final class NicXml {
    private static final long BYTES_PER_KIB = 1024;

    private NicXml() {}

    static List<NicInventory> readAll(XmlElement domain) {
        return domain.at("devices").stream()
                .flatMap(devices -> devices.children("interface").stream())
                .map(NicXml::read)
                .toList();
    }

    private static NicInventory read(XmlElement nic) {
        String type = or(nic.attribute("type"), "unknown");
        String device = nic.attribute("target", "dev");
        String mac = nic.attribute("mac", "address");
        return NicInventory.newBuilder()
                .setDevice(device)
                .setMac(mac == null ? null : mac.toLowerCase(Locale.ROOT))
                .setType(type)
                .setSource(nic.at("source").map(NicXml::source).orElse(null))
                .setModel(nic.attribute("model", "type"))
                .setDriver(nic.attribute("driver", "name"))
                .setQueues(nic.integer("driver", "queues"))
                .setInboundAverageBytesPerSecond(rate(nic, "inbound", "average"))
                .setInboundPeakBytesPerSecond(rate(nic, "inbound", "peak"))
                .setInboundBurstBytes(rate(nic, "inbound", "burst"))
                .setOutboundAverageBytesPerSecond(rate(nic, "outbound", "average"))
                .setOutboundPeakBytesPerSecond(rate(nic, "outbound", "peak"))
                .setOutboundBurstBytes(rate(nic, "outbound", "burst"))
                .setUncounted(uncounted(type, device))
                .build();
    }

    private static @Nullable String source(XmlElement source) {
        return Stream.of("network", "bridge", "dev", "path")
                .filter(name -> source.attribute(name) != null)
                .findFirst()
                .map(source::attribute)
                .orElseGet(() -> source.at("address").map(HostDeviceXml::pci).orElse(null));
    }

    /** libvirt gives rates in KiB per second, bursts in KiB. */
    private static @Nullable Long rate(XmlElement nic, String direction, String attribute) {
        return nic.number("bandwidth/" + direction, attribute, BYTES_PER_KIB);
    }

    private static @Nullable String uncounted(String type, @Nullable String device) {
        return switch (type) {
            case "hostdev" -> "hostdev: the guest drives a PCI function itself; ask the guest, or the card";
            case "vdpa" -> "vdpa: the card's queues are the guest's own; ask the guest, or the card";
            case "vhostuser" ->
                device == null ? "vhostuser: frames go through memory shared with a user-space switch; ask that" : null;
            default -> device == null ? type + ": there is no device on the host that would count" : null;
        };
    }
}
