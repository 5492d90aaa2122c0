package io.loadmark.collector.cgroup;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The virtual machine that a group belongs to, as libvirt names its groups: {@code machine-qemu\x2d7\x2dvm1.scope} under
 * systemd, else {@code qemu-7-vm1.libvirt-qemu} or, before libvirt 1.3, {@code vm1.libvirt-qemu}; and everything below.
 *
 * @param name of the machine for systemd, such as {@code qemu-7-vm1}
 * @param domain name of the domain; libvirt leaves out what a host name may not hold, and what is beyond 64 characters
 */
record Machine(String name, String domain) {
    private static final Pattern SCOPE = Pattern.compile("machine-(.+)\\.scope");
    private static final Pattern PARTITION = Pattern.compile("(.+)\\.libvirt-qemu");
    private static final Pattern QEMU = Pattern.compile("qemu-\\d+-(.+)");
    private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9a-f]{2})");

    /** The machine in a path; the first one, as nothing of the guest's own is visible in the host's paths. */
    static Optional<Machine> in(String path) {
        for (String part : path.split("/", -1)) {
            var machine = named(part);
            if (machine.isPresent()) return machine;
        }
        return Optional.empty();
    }

    private static Optional<Machine> named(String part) {
        var scope = SCOPE.matcher(part);
        if (scope.matches()) {
            String name = unescaped(scope.group(1));
            var qemu = QEMU.matcher(name);
            return qemu.matches() ? Optional.of(new Machine(name, qemu.group(1))) : Optional.empty();
        }
        var partition = PARTITION.matcher(part);
        if (!partition.matches()) return Optional.empty();
        String name = partition.group(1);
        var qemu = QEMU.matcher(name);
        return Optional.of(new Machine(name, qemu.matches() ? qemu.group(1) : name));
    }

    /** As systemd escapes names of units, byte by byte. */
    private static String unescaped(String name) {
        var latin = ESCAPE.matcher(name)
                .replaceAll(
                        match -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))));
        var bytes = latin.getBytes(StandardCharsets.ISO_8859_1);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
