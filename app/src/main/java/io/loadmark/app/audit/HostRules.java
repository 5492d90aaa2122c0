package io.loadmark.app.audit;

import static io.loadmark.app.audit.MachineFiles.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a host of virtual machines promises. */
record HostRules(MachineFiles files) {
    private static final String CPUS = "/sys/devices/system/cpu";
    private static final List<String> MACHINES =
            List.of("/sys/fs/cgroup/machine.slice", "/sys/fs/cgroup/cpu/machine.slice");
    private static final double MUCH = 3;

    List<Finding> findings(List<LiveDomain> domains) {
        var found = new ArrayList<Finding>();
        overcommit(domains, found);
        domains.forEach(domain -> found.addAll(new DomainRules(domain).findings()));
        tuned(found);
        return found;
    }

    private void overcommit(List<LiveDomain> domains, List<Finding> found) {
        long cpus = files.names(CPUS, "cpu\\d+").size();
        long vcpus = domains.stream().mapToLong(LiveDomain::vcpus).sum();
        String source = "/run/libvirt/qemu/*.xml";
        if (domains.isEmpty()) {
            source = "groups vcpu* below machine.slice";
            vcpus = MACHINES.stream().mapToLong(this::vcpuGroups).max().orElse(0);
        }
        if (vcpus == 0 || cpus == 0) return;
        double ratio = (double) vcpus / cpus;
        found.add(Finding.of(
                "cpu-overcommit",
                ratio >= MUCH,
                "vCPUs for each CPU",
                List.of(
                        evidence(source, vcpus + " vCPUs of running domains"),
                        evidence(CPUS, cpus + " CPUs, " + String.format(Locale.ROOT, "%.1f vCPUs each", ratio))),
                "what it means depends on how busy the guests are: look at the run-queue delay of their vCPUs"));
    }

    private long vcpuGroups(String slice) {
        long count = 0;
        for (String machine : files.names(slice, "machine-qemu.*\\.scope")) {
            String scope = slice + "/" + machine;
            count += files.names(scope, "vcpu\\d+").size()
                    + files.names(scope + "/libvirt", "vcpu\\d+").size();
        }
        return count;
    }

    private void tuned(List<Finding> found) {
        files.text("/etc/tuned/active_profile")
                .ifPresent(profile -> found.add(Finding.note(
                        "tuned",
                        "tuned profile",
                        List.of(evidence("/etc/tuned/active_profile", profile)),
                        "tuned sets several of the above at each start: change them there")));
    }
}
