package io.loadmark.collector.libvirt;

import io.loadmark.collector.identity.HostClock;
import io.loadmark.collector.sampling.Enabled;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether libvirt is to be tried. Where it is only wanted if it is there, its absence is normal until it was seen once. */
final class Availability {
    private static final Logger log = LoggerFactory.getLogger(Availability.class);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private final HostClock clock;
    private final String uri;
    private boolean expected;
    private long nextNanos;

    Availability(LibvirtConfig config, HostClock clock) {
        this.clock = clock;
        uri = config.uri();
        expected = config.enabled() == Enabled.TRUE;
        nextNanos = clock.monotonicNanos();
    }

    boolean isToBeTried() {
        return expected || clock.monotonicNanos() - nextNanos >= 0;
    }

    /** It answered. */
    void found() {
        if (!expected) log.info("libvirt is there: collecting domains of {}", uri);
        expected = true;
    }

    /** It could not be reached; whether that is all right. */
    boolean isNormal(IOException cause) {
        if (expected) return false;
        nextNanos = clock.monotonicNanos() + LOOK_AGAIN.toNanos();
        log.debug("no libvirt here", cause);
        return true;
    }
}
