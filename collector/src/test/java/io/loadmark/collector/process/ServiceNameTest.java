package io.loadmark.collector.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.collector.kernel.Text;
import org.junit.jupiter.api.Test;

class ServiceNameTest {
    @Test
    void theNameVariableComesBeforeTheAttribute() {
        var environment = "A=1\0OTEL_RESOURCE_ATTRIBUTES=service.name=other,service.namespace=shop,"
                + "service.instance.id=i%2D1,host.id=x\0OTEL_SERVICE_NAME=checkout\0";
        assertThat(ServiceName.parse(Text.of(environment))).isEqualTo(new ServiceName("shop", "checkout", "i-1"));
    }

    @Test
    void theAttributeAloneNamesTheService() {
        assertThat(ServiceName.parse(Text.of("OTEL_RESOURCE_ATTRIBUTES= service.name = a+b%20c ")))
                .isEqualTo(new ServiceName(null, "a+b c", null));
    }

    @Test
    void variablesThatOnlyContainTheKeyAreNotIt() {
        assertThat(ServiceName.parse(Text.of("XOTEL_SERVICE_NAME=a\0P=OTEL_SERVICE_NAME=b\0OTEL_SERVICE_NAMES=c\0")))
                .isEqualTo(ServiceName.NONE);
        assertThat(ServiceName.parse(Text.of(""))).isEqualTo(ServiceName.NONE);
    }

    @Test
    void whatIsTooLongOrBlankIsNoName() {
        assertThat(ServiceName.parse(Text.of("OTEL_SERVICE_NAME=" + "x".repeat(256))))
                .isEqualTo(ServiceName.NONE);
        assertThat(ServiceName.parse(Text.of("OTEL_SERVICE_NAME= "))).isEqualTo(ServiceName.NONE);
    }
}
