package io.loadmark.app.audit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads how this machine is set up; changes nothing. Settings that the running kernel does not have are left out. */
public final class Audit {
    private Audit() {}

    /** Everything there is to say, by subject; {@code root} is {@code /}, or a tree that stands for it. */
    public static List<Finding> of(Path root) {
        var files = new MachineFiles(root);
        var guest = new GuestRules(files);
        var found = new ArrayList<Finding>();
        found.addAll(new CpuRules(files).findings());
        found.addAll(new MemoryRules(files).findings());
        found.addAll(new DeviceRules(files, guest.isGuest()).findings());
        found.addAll(guest.findings());
        found.addAll(new HostRules(files).findings(LiveDomain.all(files)));
        return found;
    }
}
