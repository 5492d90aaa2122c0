package io.loadmark.collector.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.collector.fixture.Virsh;
import io.loadmark.collector.libvirt.Changes.Change;
import io.loadmark.collector.libvirt.xml.DomainXml;
import io.loadmark.collector.libvirt.xml.MalformedXmlException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final String RICH = Virsh.text("libvirt/rich.xml");

    private static List<Change> between(String from, String to) throws MalformedXmlException {
        return Changes.between(DomainXml.read(from), DomainXml.read(to));
    }

    @Test
    void whatIsTheSameIsNoChange() throws MalformedXmlException {
        assertThat(between(RICH, RICH.replace("ready='yes'", "ready='no'"))).isEmpty();
    }

    @Test
    void eachPartThatChangesIsOne() throws MalformedXmlException {
        String changed = RICH.replace("current='4'", "current='6'")
                .replace("'>4194304<", "'>2097152<")
                .replace("<shares>1024", "<shares>512")
                .replace("cpuset='0-1'/>", "cpuset='4'/>")
                .replace("average='128'", "average='256'")
                .replace("<total_iops_sec>500", "<total_iops_sec>50");
        assertThat(between(RICH, changed))
                .extracting(Change::name)
                .containsExactly("vcpus", "cpu-shares", "vcpu-pinning", "balloon", "disk-throttle", "nic-bandwidth");
        assertThat(between(RICH, changed))
                .contains(new Change("vcpus", "4 → 6"), new Change("cpu-shares", "1024 → 512"));
    }

    @Test
    void devicesComeAndGo() throws MalformedXmlException {
        String renamed = RICH.replace("dev='vdb'", "dev='vdc'").replace("52:54:00:00:00:03", "52:54:00:00:00:04");
        assertThat(between(RICH, renamed))
                .containsExactly(
                        new Change("disk-attached", "vdc"),
                        new Change("disk-detached", "vdb"),
                        new Change("nic-attached", "52:54:00:00:00:04"),
                        new Change("nic-detached", "52:54:00:00:00:03"));
    }

    @Test
    void anotherSourceOfADiskIsWhatASnapshotMakes() throws MalformedXmlException {
        assertThat(between(RICH, RICH.replace("log.qcow2", "log.snap1")))
                .containsExactly(new Change("disk-source", "vdb: log.qcow2 → log.snap1"));
    }
}
