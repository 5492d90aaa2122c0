package io.loadmark.app.command;

import static java.util.regex.Pattern.DOTALL;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Lets what Kafka's libraries say through once a minute, whichever client says it, of what partition and however often:
 * while a broker is away, each of the dozens in a process says so every second. What begins alike counts as the same,
 * because they format before they log.
 */
final class Repeats extends TurboFilter {
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST_KEPT = 1000;
    private static final String LIBRARY = "org.apache.kafka";
    /**
     * The client, such as {@code [Consumer clientId=a, groupId=b] } or {@code stream-thread [c] }, and then what counts: up
     * to the first number or placeholder.
     */
    private static final Pattern MESSAGE =
            Pattern.compile("(?:stream-\\w+ )?(?:\\[[^\\]]*] ?)?([^0-9{]{0,40}).*", DOTALL);

    private final Map<String, Long> passed = new HashMap<>();
    private final LongSupplier nanoTime;

    Repeats() {
        this(System::nanoTime);
    }

    Repeats(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable fault) {
        if (format == null || !logger.getName().startsWith(LIBRARY)) return FilterReply.NEUTRAL;
        if (!level.isGreaterOrEqual(logger.getEffectiveLevel())) return FilterReply.NEUTRAL;
        return passes(logger.getName() + MESSAGE.matcher(format).replaceFirst("$1"))
                ? FilterReply.NEUTRAL
                : FilterReply.DENY;
    }

    private synchronized boolean passes(String message) {
        long now = nanoTime.getAsLong();
        Long last = passed.get(message);
        if (last != null && now - last < PAUSE_NANOS) return false;
        if (passed.size() >= MOST_KEPT) passed.clear();
        passed.put(message, now);
        return true;
    }
}
