package io.loadmark.collector.process;

import io.loadmark.collector.kernel.MalformedFileException;
import io.loadmark.collector.kernel.Text;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The control group in {@code /proc/PID/cgroup}: the path in the hierarchy of the cpu controller, {@code 3:cpu,cpuacct:/a},
 * else in the unified one, {@code 0::/a}; as CgroupSample names it.
 */
public final class CgroupPath {
    private CgroupPath() {}

    /** The path; null if no hierarchy tells one, or the group was removed. */
    public static @Nullable String parse(Text text) throws MalformedFileException {
        String unified = null;
        while (text.nextLine()) {
            text.number();
            if (!text.skip(':')) throw text.malformed("no hierarchy");
            String controllers = text.until(':');
            String path = text.until('\n');
            if (controllers.isEmpty()) unified = path;
            else if (Arrays.asList(controllers.split(",", -1)).contains("cpu")) return existing(path);
        }
        return existing(unified);
    }

    /** A zombie may still name a group that was removed. */
    private static @Nullable String existing(@Nullable String path) {
        return path == null || path.endsWith(" (deleted)") ? null : path;
    }
}
