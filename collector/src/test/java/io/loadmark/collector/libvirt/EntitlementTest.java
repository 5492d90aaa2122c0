package io.loadmark.collector.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.collector.libvirt.xml.DomainXml;
import io.loadmark.collector.libvirt.xml.MalformedXmlException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntitlementTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4   |                                                                       | 4
            4   | <quota>50000</quota>                                                  | 2
            4   | <period>1000000</period><quota>100000</quota>                         | 0.4
            4   | <quota>900000</quota>                                                 | 4
            4   | <quota>-1</quota><global_quota>130000</global_quota>                  | 1.3
            2   | <vcpupin vcpu='0' cpuset='3'/><vcpupin vcpu='1' cpuset='3'/>          | 1
            2   | <vcpupin vcpu='0' cpuset='3'/>                                        | 2
            2   | <vcpupin vcpu='0' cpuset='0-7'/><vcpupin vcpu='1' cpuset='nonsense'/> | 2
            """)
    void itIsTheLeastOfNumberQuotasAndCpus(int vcpus, String tune, double cores) throws MalformedXmlException {
        String xml = "<domain><name>a</name><vcpu>" + vcpus + "</vcpu><cputune>" + (tune == null ? "" : tune)
                + "</cputune></domain>";
        assertThat(Entitlement.cores(DomainXml.read(xml))).isEqualTo(cores);
    }
}
