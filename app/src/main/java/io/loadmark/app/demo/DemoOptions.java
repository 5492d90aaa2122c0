package io.loadmark.app.demo;

import io.loadmark.model.capacity.Sla;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the user asks of the demo.
 *
 * @param duration longest time that the demo may take
 * @param sla bound to predict for; absent: what a user of the drawn service would set
 * @param seed draws the service and the arrivals
 * @param keep leave everything running at the end
 */
public record DemoOptions(Duration duration, @Nullable Sla sla, long seed, boolean keep) {}
