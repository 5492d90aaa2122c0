package io.loadmark.collector.libvirt;

import com.sun.management.OperatingSystemMXBean;
import io.loadmark.collector.CollectorConfig;
import io.loadmark.collector.cgroup.CgroupSource;
import io.loadmark.collector.fixture.Hosts;
import io.loadmark.collector.host.HostSource;
import io.loadmark.collector.identity.HostClock;
import io.loadmark.collector.libvirt.connection.Notices;
import io.loadmark.collector.libvirt.connection.RecordedConnection;
import io.loadmark.collector.process.ProcessSource;
import io.loadmark.collector.process.Users;
import io.loadmark.collector.publish.KafkaPublisher;
import io.loadmark.collector.sampling.CollectorMetrics;
import io.loadmark.collector.sampling.SampleSink;
import io.loadmark.collector.sampling.Sampler;
import io.loadmark.collector.sampling.Source;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.runtime.health.Health;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures what a large host costs: the real sources at their default pace beside 500 domains with recorded statistics and
 * a tree of 2,000 groups, into Kafka. Arguments: seconds, a directory for the tree, settings of the environment apply;
 * {@code bench/collector-scale} runs it.
 */
final class Scale {
    private static final int DOMAINS = 500;
    private static final int GROUPS = 2000;
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    private Scale() {}

    public static void main(String[] args) throws Exception {
        var directory = Path.of(args[1]);
        int containers = GROUPS - 2 - DOMAINS * ScaleTree.GROUPS_OF_A_DOMAIN; // the root, and machine
        var tree = ScaleTree.of(Files.createDirectories(directory.resolve("tree")), DOMAINS, containers)
                .tree();
        var configuration = Configuration.reference().with(System.getenv());
        var config = configuration.section("collector", CollectorConfig.class);
        var health = new Health();
        var telemetry = OpenTelemetry.noop();
        var kafka = configuration.section("kafka", KafkaConfig.class);
        try (var publisher = new KafkaPublisher(
                config.publisher(),
                kafka,
                directory.resolve("data"),
                Hosts.HOST,
                HostClock.system(),
                health,
                telemetry)) {
            var records = new AtomicLong();
            SampleSink counted = (topic, key, value) -> {
                records.incrementAndGet();
                publisher.publish(topic, key, value);
            };
            var pace = new Sampler.Pace(config.interval(), config.deadline());
            var sources = sources(config, tree.proc(), tree.sys());
            publisher.start();
            publisher.connect();
            try (var sampler =
                    new Sampler(sources, counted, pace, HostClock.system(), new CollectorMetrics(telemetry), health)) {
                sampler.start();
                Thread.sleep(WARM_UP.toMillis());
                measure(Duration.ofSeconds(Long.parseLong(args[0])), records);
                if (!health.isHealthy()) {
                    throw new IllegalStateException("not a measurement of what it should be: " + health.components());
                }
            }
        }
    }

    private static List<Source> sources(CollectorConfig config, Path proc, Path sys) throws IOException {
        var clock = HostClock.system();
        var notices = new Notices();
        var libvirt = new Libvirt(
                config.libvirt(),
                () -> new RecordedConnection(DOMAINS, clock),
                () -> new RecordedConnection(DOMAINS, clock),
                notices,
                clock);
        var users = Users.read(proc.resolve("passwd"));
        return List.of(
                new HostSource(proc, sys, Hosts.HOST, clock),
                new CgroupSource(config.cgroup(), proc, sys, Hosts.HOST, clock),
                new ProcessSource(config.process(), config.cgroup().selection(), users, proc, Hosts.HOST, clock),
                libvirt.source(
                        proc, sys, config.deadline().multipliedBy(3).dividedBy(4), Hosts.HOST, OpenTelemetry.noop()));
    }

    private static void measure(Duration span, AtomicLong records) throws Exception {
        var os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var before = cpuNanosByThread();
        long cpu = os.getProcessCpuTime();
        long published = records.get();
        long start = System.nanoTime();
        Thread.sleep(span.toMillis());
        double nanos = System.nanoTime() - start;
        double share = 100 * (os.getProcessCpuTime() - cpu) / nanos;
        System.out.printf(
                "%d domains, %d cgroups: %.1f %% of one core over %d s, %d MiB resident, %.0f records/s%n",
                DOMAINS,
                GROUPS,
                share,
                span.toSeconds(),
                residentMebibytes(),
                (records.get() - published) / nanos * 1e9);
        cpuNanosByThread().forEach((name, used) -> {
            double part = 100 * (used - before.getOrDefault(name, 0L)) / nanos;
            if (part >= 0.1) System.out.printf("  %-30s %5.1f %%%n", name, part);
        });
    }

    private static Map<String, Long> cpuNanosByThread() {
        var threads = ManagementFactory.getThreadMXBean();
        var used = new TreeMap<String, Long>();
        for (var info : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (info != null) used.merge(info.getThreadName(), threads.getThreadCpuTime(info.getThreadId()), Long::sum);
        }
        return used;
    }

    private static long residentMebibytes() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .sum();
        }
    }
}
