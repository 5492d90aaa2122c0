package io.loadmark.app.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.w3c.dom.Element;

/** A running domain: its disks, interfaces, pinning, balloon and agent. */
record DomainRules(LiveDomain domain) {
    private static final Set<String> UNCACHED = Set.of("none", "directsync");

    List<Finding> findings() {
        var found = new ArrayList<Finding>();
        for (var disk : domain.all("disk")) if (!disk.getAttribute("device").equals("cdrom")) disk(disk, found);
        for (var nic : domain.all("interface")) nic(nic, found);
        pinning(found);
        balloon(found);
        agent(found);
        return found;
    }

    private String evidence(String text) {
        return domain.file() + ": " + text;
    }

    private static String attribute(Element element, String name) {
        String value = element.getAttribute(name);
        return value.isEmpty() ? "default" : value;
    }

    private void disk(Element disk, List<Finding> found) {
        var driver = LiveDomain.inside(disk, "driver");
        var target = LiveDomain.inside(disk, "target");
        if (target.isEmpty()) return;
        String name = attribute(target.get(), "dev");
        String bus = attribute(target.get(), "bus");
        String cache = driver.map(d -> attribute(d, "cache")).orElse("default");
        String io = driver.map(d -> attribute(d, "io")).orElse("default");
        String thread = driver.map(d -> attribute(d, "iothread")).orElse("default");
        String queues = driver.map(d -> attribute(d, "queues")).orElse("default");
        boolean emulated = Set.of("ide", "sata", "fdc").contains(bus);
        found.add(Finding.of(
                "domain-disk",
                emulated || !UNCACHED.contains(cache),
                "disk " + name + " of " + domain.name(),
                List.of(
                        evidence("target bus " + bus),
                        evidence("driver cache " + cache + ", io " + io),
                        evidence("iothread " + thread + ", queues " + queues)),
                "a cached disk is kept in the host's page cache beside the guest's own; without an IO thread its requests are"
                        + " served by QEMU's main loop, which all devices share; an emulated bus costs exits"));
    }

    private void nic(Element nic, List<Finding> found) {
        String model =
                LiveDomain.inside(nic, "model").map(m -> attribute(m, "type")).orElse("default");
        String queues = LiveDomain.inside(nic, "driver")
                .map(d -> attribute(d, "queues"))
                .orElse("default");
        String type = attribute(nic, "type");
        boolean direct = type.equals("hostdev");
        boolean virtio = model.startsWith("virtio");
        found.add(Finding.of(
                "domain-nic",
                !direct && (!virtio || (queues.equals("default") && domain.vcpus() > 1)),
                "interface of " + domain.name(),
                List.of(evidence("type " + type + ", model " + model + ", queues " + queues)),
                direct
                        ? "traffic goes past the host, whose counters do not see it"
                        : "an emulated card costs exits for each packet; a single queue is served by a single CPU"));
    }

    private void pinning(List<Finding> found) {
        int pinned = domain.all("vcpupin").size();
        var evidence = new ArrayList<String>();
        evidence.add(evidence(pinned + " of " + domain.vcpus() + " vCPUs pinned"));
        for (var memory : domain.all("numatune")) {
            LiveDomain.inside(memory, "memory")
                    .ifPresent(m -> evidence.add(evidence(
                            "numatune memory mode " + attribute(m, "mode") + ", nodeset " + attribute(m, "nodeset"))));
        }
        found.add(Finding.note(
                "domain-pinning",
                "pinning of " + domain.name(),
                evidence,
                "vCPUs that are not pinned share the CPUs of their cpuset with all others; memory without numatune comes"
                        + " from wherever there is some"));
    }

    private void balloon(List<Finding> found) {
        var balloon = domain.all("memballoon").stream().findFirst();
        String model = balloon.map(b -> attribute(b, "model")).orElse("absent");
        String period = balloon.flatMap(b -> LiveDomain.inside(b, "stats"))
                .map(stats -> attribute(stats, "period"))
                .orElse("absent");
        boolean reports =
                model.startsWith("virtio") && !Set.of("absent", "default", "0").contains(period);
        found.add(Finding.of(
                "domain-balloon",
                !reports,
                "balloon of " + domain.name(),
                List.of(evidence("memballoon model " + model + ", stats period " + period)),
                "without a period the guest does not report how much of its memory it uses"));
    }

    private void agent(List<Finding> found) {
        var agent = domain.all("channel").stream()
                .flatMap(channel -> LiveDomain.inside(channel, "target").stream())
                .filter(target -> target.getAttribute("name").equals("org.qemu.guest_agent.0"))
                .findFirst();
        String state =
                agent.map(target -> "state " + attribute(target, "state")).orElse("no channel");
        found.add(Finding.note(
                "domain-agent",
                "guest agent of " + domain.name(),
                List.of(evidence(state)),
                "orderly stops and consistent backups need it; Loadmark does not"));
    }
}
