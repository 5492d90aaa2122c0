package io.loadmark.collector.host;

import io.loadmark.collector.kernel.Reading;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this host is a guest of: by the clock that the hypervisor offers, which a provider doesn't rename as it does the DMI
 * names, then by DMI, then by the flag that every hypervisor sets on x86.
 */
final class Hypervisor {
    private static final Map<String, String> CLOCKS =
            Map.of("kvm-clock", "kvm", "hyperv_clocksource", "hyperv", "xen", "xen", "vmware", "vmware");
    private static final Map<String, String> VENDORS = Map.of(
            "qemu", "qemu",
            "vmware", "vmware",
            "xen", "xen",
            "innotek", "virtualbox",
            "microsoft corporation virtual", "hyperv",
            "bochs", "qemu");

    private Hypervisor() {}

    /** Absent on bare metal, as far as can be told. */
    static @Nullable String find(Path sys, Reading reading, boolean cpuFlag) {
        var clocks = line(reading, sys.resolve("devices/system/clocksource/clocksource0"), "available_clocksource");
        var byClock = known(CLOCKS, clocks);
        if (byClock != null) return byClock;
        Path dmi = sys.resolve("class/dmi/id");
        var byVendor = known(VENDORS, line(reading, dmi, "sys_vendor") + " " + line(reading, dmi, "product_name"));
        if (byVendor != null) return byVendor;
        return cpuFlag ? "unknown" : null;
    }

    private static String line(Reading reading, Path directory, String name) {
        var line = reading.optional(directory, name, text -> text.nextLine() ? text.until('\n') : "");
        return line == null ? "" : line.toLowerCase(Locale.ROOT);
    }

    private static @Nullable String known(Map<String, String> names, String line) {
        for (var name : names.entrySet()) if (line.contains(name.getKey())) return name.getValue();
        return null;
    }
}
