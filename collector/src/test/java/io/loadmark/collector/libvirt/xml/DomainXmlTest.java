package io.loadmark.collector.libvirt.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.loadmark.collector.fixture.Virsh;
import io.loadmark.schema.CpuPin;
import io.loadmark.schema.DiskInventory;
import io.loadmark.schema.GuestNumaCell;
import io.loadmark.schema.MetadataEntry;
import io.loadmark.schema.NicInventory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainXmlTest {
    private static final String RICH = Virsh.text("libvirt/rich.xml");

    @Test
    void whatVirshHasTunedIsRead() throws MalformedXmlException {
        var domain = DomainXml.read(Virsh.text("libvirt/tuned.xml"));
        assertThat(domain.getName()).isEqualTo("guest2");
        assertThat(domain.getHypervisor()).isEqualTo("qemu");
        assertThat(domain.getVcpus()).isEqualTo(2);
        assertThat(domain.getVcpuQuotaMicros()).isEqualTo(40_000);
        assertThat(domain.getVcpuPeriodMicros()).isEqualTo(100_000); // the kernel's, as none is set
        assertThat(domain.getGlobalQuotaMicros()).isEqualTo(150_000);
        assertThat(domain.getShares()).isEqualTo(2048);
        assertThat(domain.getVcpuPins()).containsExactly(new CpuPin(1, "0"));
        assertThat(domain.getEmulatorPin()).isEqualTo("0-1");
        assertThat(domain.getHardLimitBytes()).isEqualTo(512L << 20);
        assertThat(domain.getBlkioWeight()).isEqualTo(500);
        assertThat(domain.getBalloonPeriodSeconds()).isEqualTo(2);
        assertThat(domain.getMemoryBytes()).isEqualTo(96L << 20);
        assertThat(domain.getHugepages()).isFalse();
        assertThat(domain.getMergeable()).isTrue();
        assertThat(domain.getDisks()).singleElement().satisfies(disk -> {
            assertThat(disk.getTarget()).isEqualTo("vda");
            assertThat(disk.getCache()).isEqualTo("none");
            assertThat(disk.getIoThread()).isEqualTo(1);
            assertThat(disk.getThrottle().getTotalIoPerSecond()).isEqualTo(500);
            assertThat(disk.getThrottle().getWriteBytesPerSecond()).isEqualTo(10 << 20);
            assertThat(disk.getThrottle().getReadBytesPerSecond()).isNull();
        });
        assertThat(domain.getNics()).singleElement().satisfies(nic -> {
            assertThat(nic.getDevice()).isEqualTo("vnet1");
            assertThat(nic.getMac()).isEqualTo("52:54:00:aa:00:02");
            assertThat(nic.getUncounted()).isNull();
        });
    }

    @Test
    void cpusMemoryAndTheirPlacesAreRead() throws MalformedXmlException {
        var domain = DomainXml.read(RICH);
        assertThat(domain.getTitle()).isEqualTo("shop database");
        assertThat(domain.getVcpus()).isEqualTo(4);
        assertThat(domain.getVcpusMaximum()).isEqualTo(8);
        assertThat(domain.getCpuset()).isEqualTo("0-7,^3");
        assertThat(domain.getCpuMode()).isEqualTo("host-passthrough");
        assertThat(domain.getSockets()).isEqualTo(2);
        assertThat(domain.getThreads()).isEqualTo(2);
        assertThat(domain.getVcpuPeriodMicros()).isEqualTo(50_000);
        assertThat(domain.getEmulatorQuotaMicros()).isNull(); // −1
        assertThat(domain.getGlobalQuotaMicros()).isNull(); // libvirt's largest
        assertThat(domain.getIoThreadPins()).containsExactly(new CpuPin(1, "5"));
        assertThat(domain.getMemoryBytes()).isEqualTo(8L << 30);
        assertThat(domain.getCurrentMemoryBytes()).isEqualTo(4L << 30);
        assertThat(domain.getHardLimitBytes()).isNull(); // libvirt's largest
        assertThat(domain.getSoftLimitBytes()).isEqualTo(6000L << 20);
        assertThat(domain.getHugepages()).isTrue();
        assertThat(domain.getHugepageBytes()).isEqualTo(2L << 20);
        assertThat(domain.getLocked()).isTrue();
        assertThat(domain.getMergeable()).isFalse();
        assertThat(domain.getNumaMode()).isEqualTo("strict");
        assertThat(domain.getNumaCells())
                .containsExactly(
                        new GuestNumaCell(0, "0-3", 4L << 30, null), new GuestNumaCell(1, "4-7", 4L << 30, "1"));
        assertThat(domain.getBlkioDevices()).singleElement().satisfies(device -> {
            assertThat(device.getPath()).isEqualTo("/dev/sda");
            assertThat(device.getReadIoPerSecond()).isEqualTo(20_000);
        });
    }

    @Test
    void disksTellTheirPoolCacheAndDriver() throws MalformedXmlException {
        var disks = DomainXml.read(RICH).getDisks();
        assertThat(disks)
                .extracting(DiskInventory::getTarget, DiskInventory::getSource, DiskInventory::getPool)
                .containsExactly(
                        tuple("vda", "rbd:volumes/volume-77", "volumes"),
                        tuple("vdb", "log.qcow2", "fast"),
                        tuple("sda", "/dev/sr0", null));
        var first = disks.get(0);
        assertThat(first.getCache()).isEqualTo("writeback");
        assertThat(first.getIoMode()).isEqualTo("threads");
        assertThat(first.getDiscard()).isEqualTo("unmap");
        assertThat(first.getQueues()).isEqualTo(4);
        assertThat(first.getMirrorJob()).isEqualTo("copy");
        assertThat(first.getThrottle().getTotalBytesPerSecond()).isNull(); // 0
        assertThat(first.getThrottle().getTotalMaxIoPerSecond()).isEqualTo(2000);
        assertThat(first.getThrottle().getGroup()).isEqualTo("gold");
        assertThat(disks.get(1).getShareable()).isTrue();
        assertThat(disks.get(2).getReadOnly()).isTrue();
    }

    @Test
    void anInterfaceWithoutCountersSaysWhy() throws MalformedXmlException {
        var nics = DomainXml.read(RICH).getNics();
        var bridge = nics.get(0);
        assertThat(bridge.getMac()).isEqualTo("52:54:00:ab:cd:ef");
        assertThat(bridge.getDriver()).isEqualTo("vhost");
        assertThat(bridge.getQueues()).isEqualTo(4);
        assertThat(bridge.getInboundAverageBytesPerSecond()).isEqualTo(1000L << 10);
        assertThat(bridge.getInboundBurstBytes()).isEqualTo(1L << 20);
        assertThat(bridge.getOutboundPeakBytesPerSecond()).isNull();
        assertThat(nics).extracting(NicInventory::getType).containsExactly("bridge", "hostdev", "vhostuser", "user");
        assertThat(nics.get(0).getUncounted()).isNull();
        assertThat(nics.get(1).getUncounted()).startsWith("hostdev: ");
        assertThat(nics.get(1).getSource()).isEqualTo("0000:03:10.1");
        assertThat(nics.get(2).getUncounted()).startsWith("vhostuser: ");
        assertThat(nics.get(3).getUncounted()).startsWith("user: ");
    }

    @Test
    void metadataAndPassedThroughDevicesAreNamed() throws MalformedXmlException {
        var domain = DomainXml.read(RICH);
        assertThat(domain.getMetadata())
                .containsExactly(
                        new MetadataEntry("instance/name", "db-1"),
                        new MetadataEntry("instance/flavor@name", "m1.large"),
                        new MetadataEntry("instance/flavor/memory", "8192"),
                        new MetadataEntry("instance/owner/project@uuid", "77a1"),
                        new MetadataEntry("instance/owner/project", "shop"));
        assertThat(domain.getHostDevices())
                .containsExactly(
                        "pci 0000:41:00.0",
                        "usb vendor=0x1234 product=0xbeef",
                        "mdev uuid=c2177883-f1bb-47f0-914d-32a22e3a8804");
    }

    @Test
    void metadataIsBounded() throws MalformedXmlException {
        var many = new StringBuilder("<domain><name>a</name><metadata>");
        for (int i = 0; i < 1000; i++)
            many.append("<e>").append("x".repeat(1000)).append("</e>");
        var metadata =
                DomainXml.read(many.append("</metadata></domain>").toString()).getMetadata();
        assertThat(metadata).hasSize(64).allSatisfy(entry -> assertThat(entry.getValue())
                .hasSize(256));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<domain>",
                "<domain/>",
                "<network><name>a</name></network>",
                "<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><domain><name>&e;</name></domain>",
                "<!DOCTYPE d [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><domain><name>&b;</name></domain>",
            })
    void whatIsNoDomainIsRefused(String xml) {
        assertThatThrownBy(() -> DomainXml.read(xml)).isInstanceOf(MalformedXmlException.class);
    }

    @Test
    void tooLargeAndTooDeepIsRefused() {
        String large = "<domain><name>" + "a".repeat(4 << 20) + "</name></domain>";
        assertThatThrownBy(() -> DomainXml.read(large)).hasMessageContaining("at most 4194304");
        String deep = "<domain><name>" + "<a>".repeat(100_000) + "</a>".repeat(100_000) + "</name></domain>";
        assertThatThrownBy(() -> DomainXml.read(deep)).isInstanceOf(MalformedXmlException.class);
    }

    /** The seed is the parameter, so a failure prints it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void damagedXmlIsReadOrRefusedAndNothingElse(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            String xml = damaged(random);
            try {
                assertThat(DomainXml.read(xml).getName()).isNotEmpty();
            } catch (MalformedXmlException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }

    private static String damaged(Random random) {
        int at = random.nextInt(RICH.length());
        return switch (random.nextInt(4)) {
            case 0 -> RICH.substring(0, at);
            case 1 -> RICH.replaceFirst("\\d+", "9".repeat(random.nextInt(40)));
            case 2 -> {
                int from = RICH.indexOf('\'', at);
                int to = RICH.indexOf('\'', from + 1);
                yield from < 0 || to < 0
                        ? RICH
                        : RICH.substring(0, from + 1) + "-" + random.nextLong() + RICH.substring(to);
            }
            default -> RICH.replaceAll(">[^<]*\\d[^<]*<", ">" + random.nextInt() + "x<");
        };
    }
}
