package io.loadmark.app.audit;

import static io.loadmark.app.audit.MachineFiles.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a guest needs so that its host can see and serve it. */
record GuestRules(MachineFiles files) {
    /** Behind user, nice, system, idle, iowait, irq and softirq; guest time is part of user time. */
    private static final int STEAL = 7;

    private static final String DMI = "/sys/class/dmi/id";
    private static final String AGENT_PORT = "/dev/virtio-ports/org.qemu.guest_agent.0";
    private static final List<String> AGENT = List.of("qemu-ga", "qemu-guest-agent");

    /** Whether this is a guest of KVM or QEMU. */
    boolean isGuest() {
        boolean clock = files.text("/sys/devices/system/clocksource/clocksource0/available_clocksource")
                .filter(clocks -> clocks.contains("kvm-clock"))
                .isPresent();
        return clock
                || files.text(DMI + "/sys_vendor")
                        .filter(vendor -> vendor.toLowerCase(Locale.ROOT).contains("qemu"))
                        .isPresent();
    }

    List<Finding> findings() {
        if (!isGuest()) return List.of();
        var found = new ArrayList<Finding>();
        identity(found);
        balloon(found);
        agent(found);
        steal(found);
        return found;
    }

    private void identity(List<Finding> found) {
        var uuid = files.text(DMI + "/product_uuid");
        var verdict = uuid.isPresent() ? Finding.Verdict.OK : Finding.Verdict.NOTE;
        found.add(
                new Finding(
                        "guest-uuid",
                        verdict,
                        "identity by DMI",
                        List.of(evidence(
                                DMI + "/product_uuid",
                                uuid.orElse(files.has(DMI + "/product_uuid") ? "for root only" : "absent"))),
                        "the UUID of the libvirt domain, by which the guest is joined with its host; without it they are not joined"));
    }

    private void balloon(List<Finding> found) {
        var devices = files.names("/sys/bus/virtio/drivers/virtio_balloon", "virtio\\d+");
        found.add(Finding.of(
                "balloon",
                devices.isEmpty(),
                "memory balloon",
                List.of(evidence("/sys/bus/virtio/drivers/virtio_balloon", devices.isEmpty() ? "no device" : devices)),
                "without it the host can't tell how much memory the guest really uses"));
    }

    private void agent(List<Finding> found) {
        boolean port = files.has(AGENT_PORT);
        boolean runs = files.names("/proc", "\\d+").stream().anyMatch(pid -> files.text("/proc/" + pid + "/comm")
                .filter(AGENT::contains)
                .isPresent());
        found.add(
                Finding.of(
                        "guest-agent",
                        port != runs,
                        "QEMU guest agent",
                        List.of(
                                evidence(AGENT_PORT, port ? "there" : "absent"),
                                "process qemu-ga: " + (runs ? "runs" : "absent")),
                        "consistent backups and orderly stops need both the channel and the process; neither is needed by Loadmark"));
    }

    private void steal(List<Finding> found) {
        var cpu = files.text("/proc/stat")
                .flatMap(text ->
                        text.lines().filter(line -> line.startsWith("cpu ")).findFirst())
                .filter(line -> line.matches("cpu[ \\d]+"))
                .map(line -> line.substring(3).strip().split(" +", -1));
        if (cpu.isEmpty() || cpu.get().length <= STEAL) return;
        double all = 0;
        for (int i = 0; i <= STEAL; i++) all += Double.parseDouble(cpu.get()[i]);
        double steal = Double.parseDouble(cpu.get()[STEAL]);
        double percent = all == 0 ? 0 : 100 * steal / all;
        found.add(Finding.of(
                "steal",
                percent > 1,
                "CPU time stolen since boot",
                List.of(evidence("/proc/stat", String.format(Locale.ROOT, "steal %.2f %%", percent))),
                "time in which vCPUs were ready and the host ran something else"));
    }
}
