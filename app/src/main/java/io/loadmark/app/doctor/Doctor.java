package io.loadmark.app.doctor;

import io.loadmark.app.embedded.ClickHouseEngine;
import io.loadmark.app.embedded.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks at this machine, changes nothing, and never fails: what can't be looked at is a finding too. */
public final class Doctor {
    private final List<Check> checks;

    Doctor(MachineChecks machine, EngineChecks engine, HypervisorChecks hypervisor, KernelChecks kernel) {
        checks = Stream.of(machine.all(), engine.all(), hypervisor.all(), kernel.all())
                .flatMap(List::stream)
                .toList();
    }

    /** Of the machine that it runs on; the directory need not exist. */
    public static Doctor here(Map<String, String> environment, Path dataDirectory) {
        var root = new FileSystemRoot(Path.of("/"));
        var engine = ClickHouseEngine.pinned(environment, progress -> {});
        return new Doctor(
                new MachineChecks(
                        root,
                        Machine.here(),
                        Runtime.version().feature(),
                        Runtime.getRuntime().availableProcessors(),
                        dataDirectory),
                new EngineChecks(environment, engine.version(), engine.isCached(), engine.cached()),
                new HypervisorChecks(root),
                new KernelChecks(root, "root".equals(System.getProperty("user.name"))));
    }

    public List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        for (var check : checks) findings.add(look(check));
        return findings;
    }

    private static Finding look(Check check) {
        try {
            return check.look();
        } catch (IOException | RuntimeException e) {
            return Finding.warning("unknown", "can't be looked at: " + e, "run as a user who may read it");
        }
    }
}
