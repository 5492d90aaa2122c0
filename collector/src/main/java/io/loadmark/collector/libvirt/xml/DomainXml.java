package io.loadmark.collector.libvirt.xml;

import io.loadmark.schema.CpuPin;
import io.loadmark.schema.DomainInventory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a running domain's XML; see libvirt's formatdomain. What is not there is absent. */
public final class DomainXml {
    /** libvirt's largest quota means: none. */
    private static final long UNLIMITED_MICROS = 1L << 40;

    private static final long DEFAULT_PERIOD_MICROS = 100_000;

    private DomainXml() {}

    /**
     * What it tells. {@code startMicros} is 0: a domain's XML doesn't know its start.
     *
     * @throws MalformedXmlException if that is no domain's XML
     */
    public static DomainInventory read(String xml) throws MalformedXmlException {
        var domain = XmlElement.parse(xml);
        String name = domain.text("name");
        if (!domain.name().equals("domain") || name == null) throw new MalformedXmlException("no <domain> with a name");
        var inventory = DomainInventory.newBuilder()
                .setName(name)
                .setTitle(domain.text("title"))
                .setStartMicros(0)
                .setHypervisor(or(domain.attribute("type"), "unknown"))
                .setArchitecture(domain.attribute("os/type", "arch"))
                .setMachine(domain.attribute("os/type", "machine"));
        cpus(domain, inventory);
        bandwidth(domain, inventory);
        MemoryXml.read(domain, inventory);
        BlkioXml.read(domain, inventory);
        return inventory
                .setDisks(DiskXml.readAll(domain))
                .setNics(NicXml.readAll(domain))
                .setHostDevices(HostDeviceXml.readAll(domain))
                .setMetadata(MetadataXml.readAll(domain))
                .build();
    }

    private static void cpus(XmlElement domain, DomainInventory.Builder inventory) {
        int maximum = count(domain.number("vcpu"));
        Integer current = domain.integer("vcpu", "current");
        inventory
                .setVcpus(current == null ? maximum : current)
                .setVcpusMaximum(maximum)
                .setCpuset(domain.attribute("vcpu", "cpuset"))
                .setCpuMode(domain.attribute("cpu", "mode"))
                .setCpuModel(domain.text("cpu/model"))
                .setSockets(domain.integer("cpu/topology", "sockets"))
                .setCores(domain.integer("cpu/topology", "cores"))
                .setThreads(domain.integer("cpu/topology", "threads"))
                .setVcpuPins(pins(domain, "vcpupin", "vcpu"))
                .setEmulatorPin(domain.attribute("cputune/emulatorpin", "cpuset"))
                .setIoThreads(count(domain.number("iothreads")))
                .setIoThreadPins(pins(domain, "iothreadpin", "iothread"));
    }

    private static void bandwidth(XmlElement domain, DomainInventory.Builder inventory) {
        inventory
                .setShares(domain.number("cputune/shares"))
                .setVcpuPeriodMicros(period(domain, "period", "quota"))
                .setVcpuQuotaMicros(quota(domain, "quota"))
                .setEmulatorPeriodMicros(period(domain, "emulator_period", "emulator_quota"))
                .setEmulatorQuotaMicros(quota(domain, "emulator_quota"))
                .setGlobalPeriodMicros(period(domain, "global_period", "global_quota"))
                .setGlobalQuotaMicros(quota(domain, "global_quota"))
                .setIoThreadPeriodMicros(period(domain, "iothread_period", "iothread_quota"))
                .setIoThreadQuotaMicros(quota(domain, "iothread_quota"));
    }

    /** Where a quota is set without a period, it is the kernel's. */
    private static @Nullable Long period(XmlElement domain, String name, String quota) {
        Long period = domain.number("cputune/" + name);
        return period == null && quota(domain, quota) != null ? (Long) DEFAULT_PERIOD_MICROS : period;
    }

    /** −1 and 0 mean: unlimited. */
    private static @Nullable Long quota(XmlElement domain, String name) {
        Long quota = domain.number("cputune/" + name);
        return quota == null || quota == 0 || quota >= UNLIMITED_MICROS ? null : quota;
    }

    private static List<CpuPin> pins(XmlElement domain, String element, String id) {
        return domain.at("cputune").stream()
                .flatMap(tune -> tune.children(element).stream())
                .filter(pin -> pin.integer(id) != null && pin.attribute("cpuset") != null)
                .map(pin -> new CpuPin(pin.integer(id), pin.attribute("cpuset")))
                .toList();
    }

    private static int count(@Nullable Long number) {
        return number == null || number > Integer.MAX_VALUE ? 0 : number.intValue();
    }

    static String or(@Nullable String value, String other) {
        return value == null ? other : value;
    }
}
