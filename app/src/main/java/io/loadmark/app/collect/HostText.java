package io.loadmark.app.collect;

import static io.loadmark.app.terminal.Units.bytes;
import static io.loadmark.app.terminal.Units.count;
import static io.loadmark.app.terminal.Units.decimal;
import static io.loadmark.app.terminal.Units.percent;
import static io.loadmark.app.terminal.Units.plain;

import io.loadmark.schema.HostSample;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The host in a few lines. */
final class HostText {
    private HostText() {}

    static List<String> lines(Row<HostSample> row) {
        var host = row.sample();
        var load = row.load();
        var at = Instant.EPOCH.plus(host.getStamp().getAtMicros(), ChronoUnit.MICROS);
        var lines = new ArrayList<String>();
        lines.add("HOST " + plain(host.getHostName()) + "  ("
                + plain(host.getStamp().getHostId()) + ")  " + at.truncatedTo(ChronoUnit.SECONDS) + ", over "
                + decimal(load.getSeconds(), 2) + " s");
        lines.add(line(
                "cpu",
                decimal(load.getCpuCores(), 2) + " of " + host.getOnlineCpus() + " cores",
                "steal " + decimal(load.getStealCores(), 2) + " cores",
                "runnable " + count(load.getRunnableTasks()),
                "blocked " + count(load.getBlockedTasks()),
                "load average " + decimal(host.getLoadAverage1(), 2) + " " + decimal(host.getLoadAverage5(), 2) + " "
                        + decimal(host.getLoadAverage15(), 2),
                count(load.getContextSwitchesPerSecond()) + " context switches/s"));
        lines.add(line(
                "memory",
                bytes(load.getMemoryUsedBytes()) + " of " + bytes(load.getMemoryLimitBytes()),
                "swapped in " + count(load.getSwapInPagesPerSecond()) + " pages/s",
                "major faults " + count(load.getMajorFaultsPerSecond()) + "/s"));
        lines.add(line(
                "disk",
                "read " + bytes(load.getReadBytesPerSecond()) + "/s",
                "written " + bytes(load.getWriteBytesPerSecond()) + "/s",
                count(load.getIoPerSecond()) + " requests/s",
                "slowest " + millis(load.getIoAwaitMillis()) + " a request",
                "busiest " + percent(load.getDiskBusyRatio())));
        lines.add(line(
                "network",
                "received " + bytes(load.getReceivedBytesPerSecond()) + "/s",
                "sent " + bytes(load.getSentBytesPerSecond()) + "/s",
                count(load.getPacketsPerSecond()) + " packets/s",
                "lost " + percent(load.getPacketLossRatio())));
        lines.add(line(
                "stalled",
                "on cpu " + percent(load.getCpuPressureRatio()),
                "on memory " + percent(load.getMemoryPressureRatio()),
                "on io " + percent(load.getIoPressureRatio())));
        return lines;
    }

    private static String millis(@Nullable Double millis) {
        return millis == null ? decimal(null, 1) : decimal(millis, 1) + " ms";
    }

    private static String line(String title, String... parts) {
        return String.format("  %-8s", title) + String.join("   ", parts);
    }
}
