package io.loadmark.app.audit;

import static io.loadmark.app.audit.MachineFiles.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Frequency, isolation, threads, clocks. */
record CpuRules(MachineFiles files) {
    private static final String CPUS = "/sys/devices/system/cpu";
    private static final List<String> SLOW_CLOCKS = List.of("hpet", "acpi_pm", "jiffies", "refined-jiffies", "pit");

    List<Finding> findings() {
        var found = new ArrayList<Finding>();
        governor(found);
        boost(found);
        threads(found);
        isolated(found);
        clock(found);
        haltPolling(found);
        return found;
    }

    private void governor(List<Finding> found) {
        var byGovernor = new TreeMap<String, Integer>();
        for (String cpu : files.names(CPUS, "cpu\\d+")) {
            files.text(CPUS + "/" + cpu + "/cpufreq/scaling_governor")
                    .ifPresent(governor -> byGovernor.merge(governor, 1, Integer::sum));
        }
        if (byGovernor.isEmpty()) return;
        var evidence = byGovernor.entrySet().stream()
                .map(one -> evidence(CPUS + "/cpu*/cpufreq/scaling_governor", counted(one)))
                .toList();
        boolean usual = byGovernor.size() == 1 && byGovernor.containsKey("performance");
        found.add(Finding.of(
                "cpu-governor",
                !usual,
                "CPU frequency governor",
                evidence,
                "governors other than `performance` lower the frequency of CPUs that are little used: demand per request,"
                        + " as measured at low load, then does not hold at high load"));
    }

    private static String counted(Map.Entry<String, Integer> governor) {
        return governor.getKey() + " (" + governor.getValue() + " CPUs)";
    }

    private void boost(List<Finding> found) {
        files.text(CPUS + "/intel_pstate/no_turbo")
                .ifPresent(
                        off -> found.add(
                                Finding.note(
                                        "cpu-boost",
                                        "turbo frequencies",
                                        List.of(evidence(CPUS + "/intel_pstate/no_turbo", off)),
                                        "with turbo (0) the frequency falls as more cores are busy, so that capacity grows less than load")));
        files.text(CPUS + "/cpufreq/boost")
                .ifPresent(
                        on -> found.add(
                                Finding.note(
                                        "cpu-boost",
                                        "boost frequencies",
                                        List.of(evidence(CPUS + "/cpufreq/boost", on)),
                                        "with boost (1) the frequency falls as more cores are busy, so that capacity grows less than load")));
    }

    private void threads(List<Finding> found) {
        files.text(CPUS + "/smt/active")
                .ifPresent(active -> found.add(new Finding(
                        "smt",
                        active.equals("0") ? Finding.Verdict.OK : Finding.Verdict.NOTE,
                        "simultaneous multithreading",
                        List.of(evidence(CPUS + "/smt/active", active)),
                        "where it is active (1), two CPUs share a core: above half of the CPUs utilisation is not linear in"
                                + " work")));
    }

    private void isolated(List<Finding> found) {
        var evidence = new ArrayList<String>();
        for (String file : List.of("isolated", "nohz_full")) {
            files.text(CPUS + "/" + file)
                    .filter(list -> !list.equals("(null)"))
                    .ifPresent(list -> evidence.add(evidence(CPUS + "/" + file, list)));
        }
        if (evidence.isEmpty()) return;
        files.text(CPUS + "/online").ifPresent(online -> evidence.add(evidence(CPUS + "/online", online)));
        found.add(Finding.note(
                "cpu-isolation",
                "isolated CPUs",
                evidence,
                "the scheduler puts nothing on isolated CPUs by itself: what is not pinned there shares the others"));
    }

    private void clock(List<Finding> found) {
        String file = "/sys/devices/system/clocksource/clocksource0/current_clocksource";
        files.text(file)
                .ifPresent(
                        clock -> found.add(
                                Finding.of(
                                        "clocksource",
                                        SLOW_CLOCKS.contains(clock),
                                        "clock source",
                                        List.of(evidence(file, clock)),
                                        "with hpet, acpi_pm or jiffies each reading of the time is a slow device access or a system call")));
    }

    private void haltPolling(List<Finding> found) {
        String file = "/sys/module/kvm/parameters/halt_poll_ns";
        files.text(file)
                .ifPresent(nanos -> found.add(Finding.note(
                        "halt-polling",
                        "KVM halt polling",
                        List.of(evidence(file, nanos)),
                        "an idle vCPU polls so many nanoseconds before it sleeps: the host's CPU time of idle guests is not"
                                + " work")));
    }
}
