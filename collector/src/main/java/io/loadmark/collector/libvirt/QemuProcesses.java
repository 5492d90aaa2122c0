package io.loadmark.collector.libvirt;

import io.loadmark.collector.cgroup.CpuThrottling;
import io.loadmark.collector.identity.HostIdentity;
import io.loadmark.collector.kernel.KernelFiles;
import io.loadmark.collector.kernel.MalformedFileException;
import io.loadmark.collector.kernel.Reading;
import io.loadmark.collector.kernel.Text;
import io.loadmark.collector.kernel.UserHz;
import io.loadmark.collector.libvirt.QemuProcess.VcpuThread;
import io.loadmark.collector.process.CgroupPath;
import io.loadmark.collector.process.ProcessStat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds QEMU processes by the {@code -uuid} of their command lines, which go nowhere. libvirt's interface does not tell
 * the process, and its pid files are in places that depend on the kind of daemon. For one thread.
 */
final class QemuProcesses {
    private static final Pattern VCPU_THREAD = Pattern.compile("CPU (\\d{1,5})/\\w+");
    private static final Pattern VCPU_GROUP = Pattern.compile("vcpu\\d+");
    /** libvirt puts a domain's groups one deeper where systemd made its scope. */
    private static final String NESTED = "/libvirt";

    private final Path proc;
    private final HostIdentity host;
    private final KernelFiles files = new KernelFiles();
    private final Reading reading = new Reading(files);
    private @Nullable Map<String, Path> byUuid;

    QemuProcesses(Path proc, HostIdentity host) {
        this.proc = proc;
        this.host = host;
    }

    /** Starts a round: processes are looked through once in it, if one is looked for. */
    void beginRound() {
        byUuid = null;
    }

    /** A domain's process; empty if it is not visible, or more than one claims to be it. */
    Optional<QemuProcess> of(String uuid) {
        var found = byUuid;
        if (found == null) {
            found = scan();
            byUuid = found;
        }
        return Optional.ofNullable(found.get(uuid)).flatMap(this::read);
    }

    private Map<String, Path> scan() {
        var found = new HashMap<String, Path>();
        var ambiguous = new HashSet<String>();
        String[] names = proc.toFile().list();
        if (names == null) return found;
        for (String name : names) {
            if (!Character.isDigit(name.charAt(0))) continue;
            var process = proc.resolve(name);
            String uuid = reading.begin().optional(process, "cmdline", QemuProcesses::uuid);
            files.wipe();
            if (uuid != null && found.put(uuid, process) != null) ambiguous.add(uuid);
        }
        found.keySet().removeAll(ambiguous);
        return found;
    }

    /** The argument of {@code -uuid} on a command line of QEMU. */
    private static @Nullable String uuid(Text text) {
        var line = text.asOneLine();
        String program = line.until('\0');
        if (!program.contains("qemu") && !program.contains("kvm")) return null;
        while (line.hasWord()) {
            if (line.until('\0').equals("-uuid")) return line.until('\0').toLowerCase(Locale.ROOT);
        }
        return null;
    }

    private Optional<QemuProcess> read(Path process) {
        try {
            var stat = ProcessStat.parse(files.read(process.resolve("stat")));
            var vcpus = threads(process);
            return Optional.of(new QemuProcess(
                    Long.parseLong(process.getFileName().toString()),
                    host.bootMicros() + UserHz.micros(stat.startTicks()),
                    domainGroup(vcpus),
                    vcpus));
        } catch (IOException e) {
            return Optional.empty(); // ended meanwhile
        }
    }

    private Map<Integer, VcpuThread> threads(Path process) throws MalformedFileException {
        var vcpus = new HashMap<Integer, VcpuThread>();
        var tasks = process.resolve("task");
        String[] names = tasks.toFile().list();
        if (names == null) return vcpus;
        for (String name : names) {
            var thread = tasks.resolve(name);
            String command = reading.begin()
                    .optional(thread, "comm", text -> text.asOneLine().until('\n'));
            var vcpu = VCPU_THREAD.matcher(command == null ? "" : command);
            if (vcpu.matches()) vcpus.put(Integer.valueOf(vcpu.group(1)), thread(name, thread));
        }
        return Map.copyOf(vcpus);
    }

    private VcpuThread thread(String name, Path directory) {
        String path = reading.begin().optional(directory, "cgroup", CgroupPath::parse);
        boolean own = path != null && VCPU_GROUP.matcher(lastName(path)).matches();
        return new VcpuThread(
                Long.parseLong(name),
                directory,
                own ? path : null,
                own && path != null ? CpuThrottling.parent(path) : path);
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static @Nullable String domainGroup(Map<Integer, VcpuThread> vcpus) {
        for (var thread : vcpus.values()) {
            String shared = thread.sharedCgroup();
            if (thread.ownCgroup() == null || shared == null) continue;
            return shared.endsWith(NESTED) ? shared.substring(0, shared.length() - NESTED.length()) : shared;
        }
        return null;
    }
}
