package io.loadmark.collector.libvirt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.loadmark.collector.fixture.Tree;
import io.loadmark.collector.libvirt.connection.RecordedConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A host's files with many domains of two vCPUs, each with its QEMU process and three groups, and with containers of one
 * process. Every group and every vCPU has files of its own.
 */
record ScaleTree(Tree tree, Path group) {
    static final int GROUPS_OF_A_DOMAIN = 3;

    private static final int FIRST_PROCESS = 100_000;
    private static final List<String> THREADED = List.of(
            "cpu.max",
            "cpu.pressure",
            "cpu.stat",
            "cpu.weight",
            "cpuset.cpus.effective",
            "io.pressure",
            "memory.pressure");

    /** Beside the root group. */
    static ScaleTree of(Path root, int domains, int containers) throws IOException {
        var tree = new Tree(root).with("procfs.txt").with("cgroup-v2.txt");
        var group = Files.move(tree.sys().resolve("fs/cgroup/limited"), root.resolve("group"));
        var all = new ScaleTree(tree, group);
        for (int domain = 1; domain <= domains; domain++) all.domain(domain);
        for (int i = 1; i <= containers; i++) all.container(i, FIRST_PROCESS + GROUPS_OF_A_DOMAIN * domains + i);
        return all;
    }

    private void domain(int number) throws IOException {
        int process = FIRST_PROCESS + GROUPS_OF_A_DOMAIN * number;
        String path = "machine/qemu-" + number + "-d" + number;
        group(path, process, true);
        var directory = tree.proc().resolve(Integer.toString(process));
        task(directory, process, "qemu-system-x86", path);
        write(directory, "cmdline", "/usr/bin/qemu-system-x86_64\0-uuid\0" + RecordedConnection.uuid(number) + "\0");
        write(directory, "stat", stat(process));
        for (int vcpu = 0; vcpu < 2; vcpu++) {
            String own = path + "/vcpu" + vcpu;
            int thread = process + 1 + vcpu;
            group(own, thread, false);
            task(directory, thread, "CPU " + vcpu + "/KVM", own);
            task(tree.proc().resolve(Integer.toString(thread)), thread, "CPU " + vcpu + "/KVM", own);
        }
    }

    private void container(int number, int process) throws IOException {
        String path = String.format("system.slice/docker-%064x.scope", number);
        if (number == 1) path = "system.slice";
        group(path, process, true);
        var directory = tree.proc().resolve(Integer.toString(process));
        task(directory, process, "server", path);
        write(directory, "stat", stat(process));
        write(directory, "cmdline", "server\0");
        write(directory, "environ", "");
    }

    private void group(String path, int thread, boolean whole) throws IOException {
        var directory = Files.createDirectories(tree.sys().resolve("fs/cgroup").resolve(path));
        try (var files = Files.newDirectoryStream(group)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (whole || THREADED.contains(name)) Files.copy(file, directory.resolve(name));
            }
        }
        Files.writeString(directory.resolve("cgroup.threads"), thread + "\n");
    }

    private static void task(Path process, int thread, String command, String group) throws IOException {
        var directory = process.resolve("task").resolve(Integer.toString(thread));
        Files.createDirectories(directory);
        write(directory, "comm", command + "\n");
        write(directory, "stat", stat(thread));
        write(directory, "schedstat", "1625124765 2904429693 3773\n");
        write(directory, "cgroup", "0::/" + group + "\n");
    }

    private static String stat(int thread) {
        return thread + " (task) S 1 392 392 0 -1 138412416 44862 0 0 0 404 51 0 0 20 0 9 0 473349 888451072 50974"
                + " 18446744073709551615 1 1 0 0 0 0 268444224 4096 16451 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n";
    }

    private static void write(Path directory, String name, String text) throws IOException {
        Files.write(directory.resolve(name), text.getBytes(UTF_8));
    }
}
