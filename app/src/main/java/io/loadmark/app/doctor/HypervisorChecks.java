package io.loadmark.app.doctor;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** KVM and libvirt. A machine without them is a guest or a container host, and that is fine. */
record HypervisorChecks(FileSystemRoot root) {
    private static final List<String> LIBRARIES =
            List.of("/usr/lib/x86_64-linux-gnu/libvirt.so.0", "/usr/lib64/libvirt.so.0", "/usr/lib/libvirt.so.0");
    private static final List<String> SOCKETS =
            List.of("/run/libvirt/libvirt-sock-ro", "/run/libvirt/virtqemud-sock-ro", "/run/libvirt/libvirt-sock");

    List<Check> all() {
        return List.of(this::libvirt, this::libvirtLibrary, this::kvm);
    }

    private Finding libvirt() {
        Optional<String> socket = SOCKETS.stream().filter(root::has).findFirst();
        if (socket.isEmpty()) {
            return Finding.warning("libvirt", "no daemon", "on a KVM host start libvirtd; elsewhere nothing is amiss");
        }
        if (Files.isReadable(root.at(socket.get())) && Files.isWritable(root.at(socket.get()))) {
            return Finding.ok("libvirt", "listens on " + socket.get());
        }
        return Finding.warning(
                "libvirt", "no permission on " + socket.get(), "add the collector's user to the group `libvirt`");
    }

    private Finding libvirtLibrary() {
        Optional<String> library = LIBRARIES.stream().filter(root::has).findFirst();
        if (library.isPresent()) return Finding.ok("libvirt client", library.get());
        return Finding.warning(
                "libvirt client", "no library", "on a KVM host install libvirt0 (Debian) or libvirt-libs (Fedora)");
    }

    /** The device may exist and not work: only the module tells. */
    private Finding kvm() {
        boolean module = root.has("/sys/module/kvm_intel") || root.has("/sys/module/kvm_amd");
        if (root.has("/dev/kvm") && module) return Finding.ok("kvm", "/dev/kvm and its module");
        if (!root.has("/dev/kvm")) return Finding.warning("kvm", "no /dev/kvm", "guests would be emulated: slow");
        return Finding.warning("kvm", "/dev/kvm without kvm_intel or kvm_amd", "it likely does not work here");
    }
}
