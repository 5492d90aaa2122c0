package io.loadmark.collector.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.collector.CollectorConfig;
import io.loadmark.collector.libvirt.connection.StatsGroup;
import io.loadmark.collector.sampling.Enabled;
import io.loadmark.runtime.config.ConfigException;
import io.loadmark.runtime.config.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibvirtConfigTest {
    private static LibvirtConfig config(String yaml) {
        return Configuration.reference()
                .with("test", "collector: {libvirt: {" + yaml + "}}")
                .section("collector", CollectorConfig.class)
                .libvirt();
    }

    @Test
    void groupsAreNamedAsVirshNamesThem() {
        assertThat(config("groups: [state, cpu-total], slow-groups: [iothread]").slowGroups())
                .containsExactly(StatsGroup.IOTHREAD);
    }

    @ParameterizedTest
    @CsvSource({"true, TRUE", "false, FALSE", "auto, AUTO"})
    void enabledIsAutoOrABoolean(String text, Enabled enabled) {
        assertThat(config("enabled: " + text).enabled()).isEqualTo(enabled);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            enabled: perhaps                        | collector.libvirt.enabled: must be one of auto, true, false
            uri: 'qemu+ssh://metal-7/system'        | collector.libvirt.host-id must name the host
            uri: nonsense                           | collector.libvirt.uri must be a libvirt URI
            slow-groups: [vcpu]                     | must have nothing in common
            groups: [vcpu]                          | collector.libvirt.groups must contain state
            groups: [state, rubbish]                | collector.libvirt.groups
            call-deadline: 1ms                      | collector.libvirt.call-deadline must be in 1s..1h
            max-abandoned: 0                        | collector.libvirt.max-abandoned must be in 1..100
            """)
    void whatIsWrongIsSaidWithItsKey(String yaml, String message) {
        assertThatThrownBy(() -> config(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }
}
