package io.loadmark.app.collect;

import static io.loadmark.app.collect.LayerTable.number;
import static io.loadmark.app.collect.LayerTable.text;
import static io.loadmark.app.terminal.Units.bytes;
import static io.loadmark.app.terminal.Units.count;
import static io.loadmark.app.terminal.Units.decimal;
import static io.loadmark.app.terminal.Units.percent;
import static io.loadmark.app.terminal.Units.plain;

import io.loadmark.collector.process.Users;
import io.loadmark.schema.CgroupSample;
import io.loadmark.schema.DomainSample;
import io.loadmark.schema.ProcessSample;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is shown of each layer. */
final class LayerTables {
    private LayerTables() {}

    static LayerTable<DomainSample> domains() {
        return new LayerTable<>(List.of(
                number("cores", 0, row -> decimal(row.load().getCpuCores(), 3)),
                number("of cores", 3, row -> decimal(row.sample().getEntitlementCores(), 2)),
                number("steal", 1, row -> decimal(row.load().getStealCores(), 3)),
                number("throttled", 5, row -> percent(row.load().getThrottledPeriodRatio())),
                number("memory", 2, row -> bytes(row.load().getMemoryUsedBytes())),
                number("of", 4, row -> bytes(memory(row.sample()))),
                number("read/s", 6, row -> bytes(row.load().getReadBytesPerSecond())),
                number("written/s", 6, row -> bytes(row.load().getWriteBytesPerSecond())),
                number("received/s", 7, row -> bytes(row.load().getReceivedBytesPerSecond())),
                number("sent/s", 7, row -> bytes(row.load().getSentBytesPerSecond())),
                number("vcpus", 8, row -> count(row.sample().getVcpusCurrent())),
                text("state", 3, row -> state(row.sample())),
                text("domain", 0, row -> plain(row.sample().getName()))));
    }

    private static @Nullable Long memory(DomainSample sample) {
        var memory = sample.getMemory();
        return memory == null ? null : memory.getCurrentBytes();
    }

    private static String state(DomainSample sample) {
        return sample.getState().name().toLowerCase(Locale.ROOT) + (sample.getStale() ? " (stale)" : "");
    }

    static LayerTable<CgroupSample> cgroups() {
        return new LayerTable<>(List.of(
                number("cores", 0, row -> decimal(row.load().getCpuCores(), 3)),
                number("of cores", 3, row -> decimal(row.load().getEntitlementCores(), 2)),
                number("throttled", 2, row -> percent(row.load().getThrottledPeriodRatio())),
                number("memory", 1, row -> bytes(row.load().getMemoryUsedBytes())),
                number("limit", 5, row -> bytes(row.load().getMemoryLimitBytes())),
                number("read/s", 6, row -> bytes(row.load().getReadBytesPerSecond())),
                number("written/s", 6, row -> bytes(row.load().getWriteBytesPerSecond())),
                number("load", 7, row -> decimal(row.load().getLoadAverage1(), 2)),
                number("a core", 4, row -> decimal(perCore(row), 2)),
                number("tasks", 8, row -> count(row.sample().getPids())),
                text("path", 0, row -> plain(row.sample().getPath()))));
    }

    private static @Nullable Double perCore(Row<CgroupSample> row) {
        Double load = row.load().getLoadAverage1();
        Double cores = row.load().getEntitlementCores();
        return load == null || cores == null || cores <= 0 ? null : Double.valueOf(load / cores);
    }

    static LayerTable<ProcessSample> processes(Users users) {
        return new LayerTable<>(List.of(
                number("pid", 0, row -> Long.toString(row.sample().getPid())),
                text("user", 4, row -> user(users, row.sample().getUid())),
                number("cores", 0, row -> decimal(row.load().getCpuCores(), 3)),
                number("waiting", 2, row -> decimal(row.load().getRunDelayCores(), 3)),
                number("memory", 1, row -> bytes(row.sample().getRssBytes())),
                number("read/s", 6, row -> bytes(row.load().getReadBytesPerSecond())),
                number("written/s", 6, row -> bytes(row.load().getWriteBytesPerSecond())),
                number("threads", 5, row -> count(row.sample().getThreads())),
                number("files", 7, row -> count(row.sample().getOpenFiles())),
                text("service", 3, row -> plain(row.sample().getServiceName())),
                text("command", 0, row -> plain(row.sample().getCommand()))));
    }

    private static String user(Users users, @Nullable Long uid) {
        return uid == null ? plain(null) : plain(users.name(uid).orElse(uid.toString()));
    }
}
