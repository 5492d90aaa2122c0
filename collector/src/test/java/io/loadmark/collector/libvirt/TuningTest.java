package io.loadmark.collector.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.collector.fixture.Virsh;
import io.loadmark.collector.libvirt.xml.DomainXml;
import io.loadmark.collector.libvirt.xml.MalformedXmlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TuningTest {
    private static final String RICH = Virsh.text("libvirt/rich.xml");

    private static String fingerprint(String xml) throws MalformedXmlException {
        return Tuning.fingerprint(DomainXml.read(xml));
    }

    @Test
    void theSameMachineHasTheSame() throws MalformedXmlException {
        assertThat(fingerprint(RICH))
                .matches("[0-9a-f]{16}")
                .isEqualTo(fingerprint(RICH.replace("ready='yes'", "ready='no'")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "vcpus          | current='4'         | current='6'",
                "shares         | <shares>1024        | <shares>512",
                "pins           | cpuset='0-1'/>      | cpuset='4'/>",
                "nic-bandwidth  | average='128'       | average='256'",
                "disk-throttle  | <total_iops_sec>500 | <total_iops_sec>50",
                "another disk   | dev='vdb'           | dev='vdc'"
            })
    void aChangeThatMakesItAnotherMachineShows(String what, String from, String to) throws MalformedXmlException {
        assertThat(RICH).contains(from);
        assertThat(fingerprint(RICH.replace(from, to))).as(what).isNotEqualTo(fingerprint(RICH));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {"a snapshot | log.qcow2   | log.snap1", "a balloon  | '>4194304<  | '>2097152<"})
    void othersDont(String what, String from, String to) throws MalformedXmlException {
        assertThat(RICH).contains(from);
        assertThat(fingerprint(RICH.replace(from, to))).as(what).isEqualTo(fingerprint(RICH));
    }
}
