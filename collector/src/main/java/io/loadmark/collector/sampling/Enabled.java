package io.loadmark.collector.sampling;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.loadmark.runtime.config.ConfigException;
import java.util.Locale;

/** Whether a source is read that not every machine has. */
public enum Enabled {
    /** If it is there. */
    AUTO,
    /** Its absence is a fault. */
    TRUE,
    FALSE;

    /** YAML has {@code true} for a boolean. */
    @JsonCreator
    static Enabled of(String text) {
        for (var value : values()) {
            if (value.name().toLowerCase(Locale.ROOT).equals(text)) return value;
        }
        throw new ConfigException("must be one of auto, true, false, was " + text);
    }
}
