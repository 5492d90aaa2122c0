package io.loadmark.collector.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.collector.fixture.Tree;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachineTest {
    private static final String UUID = "5b3a4c1e-0f1d-4e2b-9c3d-7a6b5c4d3e2f";

    private final Tree tree;

    MachineTest(@TempDir Path root) {
        tree = new Tree(root);
    }

    private Domain domain(Domains domains) {
        return domains.of(new Machine("qemu-7-vm-1", "vm-1"));
    }

    @ParameterizedTest
    @CsvSource({
        "/machine.slice/machine-qemu\\x2d7\\x2dvm\\x2d1.scope,                  qemu-7-vm-1, vm-1",
        "/machine.slice/machine-qemu\\x2d7\\x2dvm\\x2d1.scope/libvirt/vcpu0,    qemu-7-vm-1, vm-1",
        "/machine.slice/machine-qemu\\x2d12\\x2dweb.example.scope/emulator,    qemu-12-web.example, web.example",
        "/machine/qemu-7-vm-1.libvirt-qemu/vcpu1,                             qemu-7-vm-1, vm-1",
        "/machine/old.libvirt-qemu,                                           old, old",
        "/machine.slice/machine-qemu\\x2d3\\x2dgr\\xc3\\xb6\\xc3\\x9fe.scope,     qemu-3-größe, größe"
    })
    void libvirtsGroupsNameTheirMachine(String path, String name, String domain) {
        assertThat(Machine.in(path)).contains(new Machine(name, domain));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/system.slice/libvirtd.service",
                "/machine.slice/machine-lxc\\x2d1\\x2dc1.scope",
                "/machine.slice/machine-qemu.scope",
                "/machine.slice/libpod-0123.scope",
                "/user.slice/machine-.scope",
                "/x/.libvirt-qemu"
            })
    void otherGroupsAreOfNoMachine(String path) {
        assertThat(Machine.in(path)).isEmpty();
    }

    @Test
    void systemdsRecordTellsTheUuid() {
        tree.write(
                "proc/1/root/run/systemd/machines/qemu-7-vm-1",
                "NAME=qemu-7-vm-1\nSCOPE=machine-qemu.scope\nSERVICE=libvirt-qemu\nID=" + UUID.replace("-", "")
                        + "\nCLASS=vm\n");
        assertThat(domain(new Domains(tree.proc()))).isEqualTo(new Domain("vm-1", UUID));
    }

    @Test
    void libvirtsRecordTellsTheUuidAndTheWholeName() {
        tree.write("proc/1/root/run/libvirt/qemu/vm-1.xml", """
                <!-- WARNING: THIS IS AN AUTO-GENERATED FILE. -->
                <domstatus state='running' reason='booted' pid='1234'>
                  <monitor path='/var/lib/libvirt/qemu/domain-7-vm-1/monitor.sock' type='unix'/>
                  <domain type='kvm' id='7'>
                    <name>vm-1</name>
                    <uuid>%s</uuid>
                    <metadata><name>other</name><uuid>no</uuid></metadata>
                  </domain>
                </domstatus>
                """.formatted(UUID.toUpperCase(java.util.Locale.ROOT)));
        assertThat(domain(new Domains(tree.proc()))).isEqualTo(new Domain("vm-1", UUID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<domstatus><domain><name>vm-1</name><uuid>1</uuid></domain></domstatus>",
                "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a><name>&e;</name></a>",
                "<a><b></a>",
                "\u0000\u0001"
            })
    void aRecordThatIsNoneTellsNothing(String record) {
        tree.write("proc/1/root/run/libvirt/qemu/vm-1.xml", record)
                .write("proc/1/root/run/systemd/machines/qemu-7-vm-1", "SERVICE=libvirt-qemu\nID=12\n");
        assertThat(domain(new Domains(tree.proc()))).isEqualTo(new Domain("vm-1", null));
    }

    @Test
    void whatIsNotThereYetIsFoundLater() {
        var domains = new Domains(tree.proc());
        assertThat(domain(domains).uuid()).isNull();
        tree.write(
                "proc/1/root/run/systemd/machines/qemu-7-vm-1",
                "SERVICE=libvirt-qemu\nID=" + UUID.replace("-", "") + "\n");
        for (int round = 0; round < 10; round++) {
            domains.endRound();
            domain(domains);
        }
        assertThat(domain(domains).uuid()).isEqualTo(UUID);
    }
}
