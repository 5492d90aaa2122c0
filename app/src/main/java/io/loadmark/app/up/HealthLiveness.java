package io.loadmark.app.up;

import io.loadmark.app.embedded.Liveness;
import io.loadmark.runtime.health.Health;

/** Shows in {@code /health} whether an embedded part lives. */
record HealthLiveness(Health health, String component) implements Liveness {
    HealthLiveness {
        health.up(component);
    }

    @Override
    public void down(String reason) {
        health.down(component, reason);
    }

    @Override
    public void up() {
        health.up(component);
    }
}
