package io.loadmark.collector.kernellog;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A record of /dev/kmsg: {@code priority,sequence,microseconds,flags;text}, then lines of a dictionary (kernel
 * Documentation/ABI/testing/dev-kmsg).
 *
 * @param atMicros since the boot, by a clock that drifts from CLOCK_MONOTONIC
 * @param text its first line; what is not printable is escaped by the kernel
 */
record KernelLine(long atMicros, String text) {
    private static final Pattern PREFIX = Pattern.compile("(\\d{1,9}),(\\d{1,19}),(\\d{1,18}),[^;]*;");
    /** Of the priority the three lowest bits are the level, the others the facility; 0 is the kernel. */
    private static final int FACILITY = 3;

    /** Empty for what is no record of the kernel itself: what programs write into the log is not its word. */
    static Optional<KernelLine> parse(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        var prefix = PREFIX.matcher(text);
        if (!prefix.lookingAt() || Integer.parseInt(prefix.group(1)) >> FACILITY != 0) return Optional.empty();
        int end = text.indexOf('\n', prefix.end());
        return Optional.of(new KernelLine(
                Long.parseLong(prefix.group(3)), text.substring(prefix.end(), end < 0 ? text.length() : end)));
    }
}
