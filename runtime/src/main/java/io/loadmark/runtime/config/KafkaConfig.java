package io.loadmark.runtime.config;

import static io.loadmark.runtime.config.ConfigException.check;

import java.util.HashMap;
import java.util.Map;

/** {@code kafka:} in loadmark.yaml. */
public record KafkaConfig(String bootstrapServers, Map<String, String> properties) {
    /** Without what the clients tell of themselves by JMX and to the broker, which loads hundreds of classes on every host. */
    private static final Map<String, ?> LIGHT = Map.of("metric.reporters", "", "enable.metrics.push", false);

    public KafkaConfig {
        check(!bootstrapServers.isBlank(), "kafka.bootstrap-servers must name at least one host:port");
        properties = Map.copyOf(properties);
    }

    /** What every client of this cluster is created with, {@code own} settings on top. */
    public Map<String, Object> client(Map<String, ?> own) {
        var all = new HashMap<String, Object>(LIGHT);
        all.putAll(properties);
        all.put("bootstrap.servers", bootstrapServers);
        all.putAll(own);
        return all;
    }

    @Override
    public String toString() {
        return "KafkaConfig[bootstrapServers=" + bootstrapServers + ", properties=" + properties.keySet() + "]";
    }
}
