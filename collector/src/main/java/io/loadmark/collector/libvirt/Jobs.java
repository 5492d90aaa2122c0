package io.loadmark.collector.libvirt;

import io.loadmark.collector.libvirt.connection.JobReport;
import io.loadmark.collector.libvirt.connection.Notice;
import io.loadmark.schema.DomainInventory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Work on domains that lasts: migrations, backups, snapshots, dumps; copies of disks. libvirt tells only their ends, so
 * their starts are found by asking. For one thread.
 */
final class Jobs {
    // virDomainJobOperation
    private static final List<String> OPERATIONS = List.of(
            "job",
            "start",
            "save",
            "restore",
            "migration-in",
            "migration-out",
            "snapshot",
            "snapshot-revert",
            "dump",
            "backup",
            "snapshot-delete");
    // virDomainBlockJobType
    private static final List<String> BLOCK_JOBS =
            List.of("block-job", "block-pull", "block-copy", "block-commit", "block-active-commit", "block-backup");
    // virConnectDomainEventBlockJobStatus
    private static final List<String> BLOCK_OUTCOMES = List.of("completed", "failed", "cancelled");
    /** Not a disk's name. */
    private static final String WHOLE_DOMAIN = "";

    private final Map<UUID, Map<String, Span>> running = new HashMap<>();

    /**
     * A job and when it began.
     *
     * @param id the same in the events of its start and its end
     */
    record Span(String id, String name, String detail, long startMicros) {}

    /** The job of the whole domain, as it is now. */
    void seen(UUID domain, JobReport report, long nowMicros, DomainEvents events) {
        if (!report.isRunning()) {
            end(domain, WHOLE_DOMAIN, nowMicros, "ended", events);
        } else if (!isRunning(domain, WHOLE_DOMAIN)) {
            long start = nowMicros - Math.min(report.elapsedMillis(), nowMicros / 1000) * 1000;
            start(domain, WHOLE_DOMAIN, name(OPERATIONS, report.operation()), start, events);
        }
    }

    /** The disks that are being copied, as they are now. */
    void seen(UUID domain, DomainInventory configuration, long nowMicros, DomainEvents events) {
        var copied = new HashSet<String>();
        for (var disk : configuration.getDisks()) {
            if (disk.getMirrorJob() == null) continue;
            copied.add(disk.getTarget());
            if (!isRunning(domain, disk.getTarget())) {
                start(domain, disk.getTarget(), "block-" + disk.getMirrorJob(), nowMicros, events);
            }
        }
        for (var disk : List.copyOf(running.getOrDefault(domain, Map.of()).keySet())) {
            if (!disk.equals(WHOLE_DOMAIN) && !copied.contains(disk)) end(domain, disk, nowMicros, "ended", events);
        }
    }

    /** libvirt told the end of a domain's job. */
    void noticed(Notice.JobEnded notice, DomainEvents events) {
        Long success = notice.figures().number("success");
        String outcome = success == null ? "ended" : success == 0 ? "failed" : "completed";
        if (end(notice.domain(), WHOLE_DOMAIN, notice.atMicros(), outcome, events)) return;
        Integer operation = notice.figures().small("operation");
        String name = name(OPERATIONS, operation == null ? 0 : operation);
        events.jobEnded(notice.domain(), notice.atMicros(), name, "", outcome);
    }

    /** libvirt told the end of a block job; that a copy is complete and goes on in step is no end. */
    void noticed(Notice.BlockJob notice, DomainEvents events) {
        if (notice.status() < 0 || notice.status() >= BLOCK_OUTCOMES.size()) return;
        String outcome = BLOCK_OUTCOMES.get(notice.status());
        if (end(notice.domain(), notice.disk(), notice.atMicros(), outcome, events)) return;
        events.jobEnded(notice.domain(), notice.atMicros(), name(BLOCK_JOBS, notice.type()), notice.disk(), outcome);
    }

    /** The domain does not run here any more. */
    void vanished(UUID domain, long nowMicros, DomainEvents events) {
        for (var what : List.copyOf(running.getOrDefault(domain, Map.of()).keySet())) {
            end(domain, what, nowMicros, "ended", events);
        }
    }

    /** Names of the jobs on a domain that are known to run, with commas between; null without any. */
    @Nullable
    String running(UUID domain) {
        var spans = running.get(domain);
        if (spans == null) return null;
        return spans.values().stream().map(Span::name).distinct().sorted().collect(Collectors.joining(","));
    }

    private static String name(List<String> names, int number) {
        return number < 0 || number >= names.size() ? names.get(0) : names.get(number);
    }

    private boolean isRunning(UUID domain, String what) {
        return running.getOrDefault(domain, Map.of()).containsKey(what);
    }

    private void start(UUID domain, String what, String name, long startMicros, DomainEvents events) {
        var span = new Span(domain + "/" + name + "/" + what + "/" + startMicros, name, what, startMicros);
        running.computeIfAbsent(domain, unused -> new HashMap<>()).put(what, span);
        events.jobStarted(domain, span);
    }

    private boolean end(UUID domain, String what, long atMicros, String outcome, DomainEvents events) {
        var spans = running.get(domain);
        var span = spans == null ? null : spans.remove(what);
        if (spans != null && spans.isEmpty()) running.remove(domain);
        if (span != null) events.jobEnded(domain, atMicros, span, outcome);
        return span != null;
    }
}
