package io.loadmark.collector.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.loadmark.collector.kernel.Text;
import java.net.URLDecoder;
import org.jspecify.annotations.Nullable;

/**
 * The service that a process says it is, by the two variables that every OpenTelemetry SDK reads. Nothing else of the
 * environment is looked at or kept.
 */
record ServiceName(
        @Nullable String namespace,
        @Nullable String name,
        @Nullable String instanceId) {
    static final ServiceName NONE = new ServiceName(null, null, null);

    private static final byte[] NAME = "OTEL_SERVICE_NAME=".getBytes(UTF_8);
    private static final byte[] ATTRIBUTES = "OTEL_RESOURCE_ATTRIBUTES=".getBytes(UTF_8);
    /** What is longer is no name. */
    private static final int MAX_LENGTH = 255;

    static ServiceName parse(Text environment) {
        String name = null;
        var attributes = NONE;
        var text = environment.asOneLine();
        for (boolean more = true; more; more = text.skipPast('\0')) {
            if (text.skip(NAME)) name = bounded(text.peekUntil('\0'));
            else if (text.skip(ATTRIBUTES)) attributes = attributes(text.peekUntil('\0'));
        }
        return name == null ? attributes : new ServiceName(attributes.namespace, name, attributes.instanceId);
    }

    private static ServiceName attributes(String list) {
        String namespace = null;
        String name = null;
        String instance = null;
        for (String pair : list.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 0) continue;
            String value = decoded(pair.substring(equals + 1).strip());
            switch (pair.substring(0, equals).strip()) {
                case "service.namespace" -> namespace = value;
                case "service.name" -> name = value;
                case "service.instance.id" -> instance = value;
                default -> {}
            }
        }
        return new ServiceName(namespace, name, instance);
    }

    /** Values are percent-encoded as W3C baggage is, where a plus is a plus. */
    private static @Nullable String decoded(String value) {
        try {
            return bounded(URLDecoder.decode(value.replace("+", "%2B"), UTF_8));
        } catch (IllegalArgumentException notEncoded) {
            return bounded(value);
        }
    }

    private static @Nullable String bounded(String value) {
        return value.isBlank() || value.length() > MAX_LENGTH ? null : value;
    }
}
