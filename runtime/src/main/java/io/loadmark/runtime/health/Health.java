package io.loadmark.runtime.health;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The state of each component of this process, as {@code /health} shows it. A component is healthy while it does its
 * work; a fault that makes data wait turns it unhealthy until the data moves again. Thread-safe.
 */
public final class Health {
    private static final String UP = "ok";
    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*\\R\\s*");

    /** Component to what is wrong with it. */
    private final Map<String, Optional<String>> troubles = new ConcurrentHashMap<>();

    /** The component does its work. */
    public void up(String component) {
        troubles.put(component, Optional.empty());
    }

    /** The component can't do its work; {@code reason} tells a person why, without secrets, and is shown in one line. */
    public void down(String component, @Nullable String reason) {
        String text = reason == null || reason.isBlank() ? "down for no known reason" : reason.strip();
        troubles.put(component, Optional.of(LINE_BREAKS.matcher(text).replaceAll(" ")));
    }

    /** Component to {@code ok} or the reason, by name. */
    public Map<String, String> components() {
        var states = new TreeMap<String, String>();
        troubles.forEach((component, trouble) -> states.put(component, trouble.orElse(UP)));
        return states;
    }

    public boolean isHealthy() {
        return troubles.values().stream().allMatch(Optional::isEmpty);
    }
}
