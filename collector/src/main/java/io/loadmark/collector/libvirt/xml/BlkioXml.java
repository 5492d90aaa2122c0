package io.loadmark.collector.libvirt.xml;

import io.loadmark.schema.BlkioDevice;
import io.loadmark.schema.DomainInventory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Weights and limits on devices of the host. */
final class BlkioXml {
    private BlkioXml() {}

    static void read(XmlElement domain, DomainInventory.Builder inventory) {
        var tune = domain.at("blkiotune");
        inventory
                .setBlkioWeight(tune.map(t -> integer(t.number("weight"))).orElse(null))
                .setBlkioDevices(tune.map(BlkioXml::devices).orElse(List.of()));
    }

    private static List<BlkioDevice> devices(XmlElement tune) {
        return tune.children("device").stream()
                .filter(device -> device.text("path") != null)
                .map(device -> new BlkioDevice(
                        device.text("path"),
                        integer(device.number("weight")),
                        device.number("read_bytes_sec"),
                        device.number("write_bytes_sec"),
                        device.number("read_iops_sec"),
                        device.number("write_iops_sec")))
                .toList();
    }

    private static @Nullable Integer integer(@Nullable Long value) {
        return value == null || value > Integer.MAX_VALUE ? null : (Integer) value.intValue();
    }
}
