package io.loadmark.collector;

import static io.loadmark.runtime.config.ConfigException.check;

import io.loadmark.collector.cgroup.CgroupConfig;
import io.loadmark.collector.host.HostConfig;
import io.loadmark.collector.kernellog.KernelLogConfig;
import io.loadmark.collector.libvirt.LibvirtConfig;
import io.loadmark.collector.logfile.LogFilesConfig;
import io.loadmark.collector.process.ProcessConfig;
import io.loadmark.collector.publish.PublisherConfig;
import java.nio.file.Path;
import java.time.Duration;

/**
 * {@code collector:} in loadmark.yaml.
 *
 * @param hostId empty: found out
 */
public record CollectorConfig(
        String hostId,
        Duration interval,
        Duration deadline,
        Path proc,
        Path sys,
        HostConfig host,
        CgroupConfig cgroup,
        ProcessConfig process,
        PublisherConfig publisher,
        LibvirtConfig libvirt,
        KernelLogConfig kernelLog,
        LogFilesConfig logFiles) {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    public CollectorConfig {
        check(
                interval.compareTo(SHORTEST) >= 0 && interval.compareTo(LONGEST) <= 0,
                "collector.interval must be in 100ms..1m, was %s",
                interval);
        check(
                deadline.compareTo(Duration.ZERO) > 0 && deadline.compareTo(interval) <= 0,
                "collector.deadline must be positive and at most collector.interval, was %s",
                deadline);
    }
}
