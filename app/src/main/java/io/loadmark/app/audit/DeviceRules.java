package io.loadmark.app.audit;

import static io.loadmark.app.audit.MachineFiles.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Disks and network interfaces: drivers, queues, schedulers. */
record DeviceRules(MachineFiles files, boolean guest) {
    private static final String BLOCK = "/sys/block";
    private static final String NET = "/sys/class/net";
    private static final Set<String> EMULATED_NICS =
            Set.of("e1000", "e1000e", "8139cp", "8139too", "ne2k-pci", "pcnet32");
    private static final Set<String> EMULATED_DISKS = Set.of("ata_piix", "ahci", "ide", "sym53c8xx", "mptspi");
    private static final int DEPTH = 8;

    List<Finding> findings() {
        var found = new ArrayList<Finding>();
        for (String disk : files.names(BLOCK, "(vd|sd|xvd|nvme|hd|mmcblk).*")) disk(disk, found);
        for (String nic : files.names(NET, ".+")) if (files.has(NET + "/" + nic + "/device")) nic(nic, found);
        listenQueues(found);
        connectionTracking(found);
        return found;
    }

    private void disk(String disk, List<Finding> found) {
        String base = BLOCK + "/" + disk;
        var evidence = new ArrayList<String>();
        files.chosen(base + "/queue/scheduler").ifPresent(v -> evidence.add(evidence(base + "/queue/scheduler", v)));
        files.text(base + "/queue/write_cache").ifPresent(v -> evidence.add(evidence(base + "/queue/write_cache", v)));
        files.text(base + "/queue/rotational").ifPresent(v -> evidence.add(evidence(base + "/queue/rotational", v)));
        int queues = files.names(base + "/mq", "\\d+").size();
        if (queues > 0) evidence.add(evidence(base + "/mq", queues + " queues for " + cpus() + " CPUs"));
        var driver = driver(base + "/device");
        if (!driver.isEmpty()) evidence.add(evidence(base + "/device/…/driver", driver));
        if (evidence.isEmpty()) return;
        boolean emulated = guest && EMULATED_DISKS.contains(driver);
        found.add(Finding.of(
                "disk",
                emulated,
                "disk " + disk,
                evidence,
                emulated
                        ? "an emulated controller costs exits for each request; virtio-blk or virtio-scsi do not"
                        : "one queue for many CPUs is a lock that they share; a scheduler other than `none` reorders what the"
                                + " host or the device orders again"));
    }

    private void nic(String nic, List<Finding> found) {
        String base = NET + "/" + nic;
        var driver = driver(base + "/device");
        int queues = files.names(base + "/queues", "rx-\\d+").size();
        var evidence = new ArrayList<String>();
        if (!driver.isEmpty()) evidence.add(evidence(base + "/device/…/driver", driver));
        if (queues > 0) evidence.add(evidence(base + "/queues", queues + " receive queues for " + cpus() + " CPUs"));
        if (evidence.isEmpty()) return;
        boolean emulated = EMULATED_NICS.contains(driver) && guest;
        boolean single = driver.equals("virtio_net") && queues == 1 && cpus() > 1;
        found.add(Finding.of(
                "nic",
                emulated || single,
                "network interface " + nic,
                evidence,
                emulated
                        ? "an emulated card costs exits for each packet; virtio does not"
                        : "packets of one queue are received on one CPU; multiqueue virtio (`queues=` of the interface's"
                                + " driver) gives several"));
    }

    /** The driver of the device, or of the nearest device above that is no mere child of a virtio or SCSI bus. */
    private String driver(String device) {
        String at = device;
        String nearest = "";
        for (int i = 0; i < DEPTH; i++) {
            var driver = files.linkedName(at + "/driver");
            if (driver.isPresent()
                    && !driver.get().equals("sd")
                    && !driver.get().equals("virtio-pci")) {
                return driver.get();
            }
            if (driver.isPresent() && nearest.isEmpty()) nearest = driver.get();
            at = at + "/..";
        }
        return nearest;
    }

    private int cpus() {
        return files.names("/sys/devices/system/cpu", "cpu\\d+").size();
    }

    private void listenQueues(List<Finding> found) {
        files.text("/proc/net/netstat")
                .flatMap(text -> pair(text, "TcpExt:", "ListenOverflows"))
                .ifPresent(count -> found.add(Finding.of(
                        "listen-queues",
                        !count.equals("0"),
                        "TCP listen queues",
                        List.of(
                                evidence("/proc/net/netstat", "ListenOverflows " + count),
                                evidence(
                                        "/proc/sys/net/core/somaxconn",
                                        files.text("/proc/sys/net/core/somaxconn")
                                                .orElse("?"))),
                        "since boot so many connections found the queue of their listener full: clients saw a second or more"
                                + " of delay that no server measures")));
    }

    /** A column of {@code /proc/net/netstat}: a line of names, and one of values below. */
    private static Optional<String> pair(String text, String prefix, String name) {
        var lines = text.lines().filter(line -> line.startsWith(prefix)).toList();
        if (lines.size() < 2) return Optional.empty();
        var names = List.of(lines.get(0).split(" ", -1));
        var values = List.of(lines.get(1).split(" ", -1));
        int at = names.indexOf(name);
        return at < 0 || at >= values.size() ? Optional.empty() : Optional.of(values.get(at));
    }

    private void connectionTracking(List<Finding> found) {
        String directory = "/proc/sys/net/netfilter";
        var count = files.number(directory + "/nf_conntrack_count");
        var max = files.number(directory + "/nf_conntrack_max");
        if (count.isEmpty() || max.isEmpty() || max.getAsLong() <= 0) return;
        found.add(Finding.of(
                "connection-tracking",
                5 * count.getAsLong() > 4 * max.getAsLong(),
                "connection tracking",
                List.of(
                        evidence(directory + "/nf_conntrack_count", count.getAsLong()),
                        evidence(directory + "/nf_conntrack_max", max.getAsLong())),
                "when the table is full new connections are dropped"));
    }
}
