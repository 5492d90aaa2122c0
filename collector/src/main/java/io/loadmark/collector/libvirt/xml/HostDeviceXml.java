package io.loadmark.collector.libvirt.xml;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Devices that are passed through, named by type and address. */
final class HostDeviceXml {
    private static final int DEVICE_BITS = 16;

    private HostDeviceXml() {}

    static List<String> readAll(XmlElement domain) {
        return domain.at("devices").stream()
                .flatMap(devices -> devices.children("hostdev").stream())
                .map(HostDeviceXml::read)
                .toList();
    }

    private static String read(XmlElement device) {
        String type = DomainXml.or(device.attribute("type"), "unknown");
        var address = device.at("source/address");
        String place = address.map(found -> type.equals("pci") ? pci(found) : attributes(found))
                .orElseGet(() -> device.at("source").map(HostDeviceXml::ids).orElse(""));
        return (type + ' ' + place).strip();
    }

    /** {@code 0000:03:00.1}, as lspci writes it. */
    static @Nullable String pci(XmlElement address) {
        try {
            return String.format(
                    Locale.ROOT,
                    "%04x:%02x:%02x.%x",
                    hex(address, "domain"),
                    hex(address, "bus"),
                    hex(address, "slot"),
                    hex(address, "function"));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static int hex(XmlElement address, String name) {
        String text = DomainXml.or(address.attribute(name), "0x0");
        return Integer.parseInt(text.startsWith("0x") ? text.substring(2) : text, DEVICE_BITS);
    }

    private static String attributes(XmlElement address) {
        return Stream.of("uuid", "bus", "device", "target", "unit")
                .filter(name -> address.attribute(name) != null)
                .map(name -> name + '=' + address.attribute(name))
                .collect(Collectors.joining(" "));
    }

    /** A USB device may be named by what it is. */
    private static String ids(XmlElement source) {
        return Stream.of("vendor", "product")
                .filter(name -> source.attribute(name, "id") != null)
                .map(name -> name + '=' + source.attribute(name, "id"))
                .collect(Collectors.joining(" "));
    }
}
