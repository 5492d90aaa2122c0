package io.loadmark.collector;

import io.loadmark.collector.cgroup.CgroupSource;
import io.loadmark.collector.host.HostSource;
import io.loadmark.collector.identity.HostClock;
import io.loadmark.collector.identity.HostIdentity;
import io.loadmark.collector.identity.IdentityReader;
import io.loadmark.collector.kernellog.KernelLogSource;
import io.loadmark.collector.libvirt.Libvirt;
import io.loadmark.collector.logfile.LogFileSource;
import io.loadmark.collector.process.ProcessSource;
import io.loadmark.collector.process.Users;
import io.loadmark.collector.publish.KafkaPublisher;
import io.loadmark.collector.sampling.CollectorMetrics;
import io.loadmark.collector.sampling.Enabled;
import io.loadmark.collector.sampling.Rounds;
import io.loadmark.collector.sampling.SampleSink;
import io.loadmark.collector.sampling.Sampler;
import io.loadmark.collector.sampling.Source;
import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.runtime.health.Health;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Samples this host at every tick and publishes to Kafka, through a spool while Kafka is away, until it is closed. */
public final class Collector implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Collector.class);
    private static final Path ETC = Path.of("/etc");

    private final HostIdentity host;
    private final KafkaPublisher publisher;
    private final Sampler sampler;

    /**
     * Opens its spool; samples nothing before {@link #start}.
     *
     * @param dataDirectory holds the spool, unless the configuration names another place
     * @throws io.loadmark.runtime.config.ConfigException if the spool can't be used
     */
    public Collector(
            String tenant,
            CollectorConfig config,
            KafkaConfig kafka,
            Path dataDirectory,
            Health health,
            OpenTelemetry telemetry) {
        var metrics = new CollectorMetrics(telemetry);
        var clock = HostClock.system();
        host = identify(tenant, config);
        publisher = new KafkaPublisher(config.publisher(), kafka, dataDirectory, host, clock, health, telemetry);
        var pace = new Sampler.Pace(config.interval(), config.deadline());
        sampler = new Sampler(sources(config, host, clock, telemetry), publisher, pace, clock, metrics, health);
    }

    /** Samples from now on. Until {@link #connect}, samples go to the spool. */
    public void start() {
        log.info("collecting host {} ({}) of tenant {}", host.hostId(), host.hostName(), host.tenant());
        publisher.start();
        sampler.start();
    }

    /** Publishes from now on: Kafka has been there, and so are the topics. */
    public void connect() {
        publisher.connect();
    }

    @Override
    public void close() {
        sampler.close();
        publisher.close();
    }

    /** Every enabled source, to be read when a person asks, without Kafka. */
    public static Rounds rounds(String tenant, CollectorConfig config) {
        var sources = sources(config, identify(tenant, config), HostClock.system(), OpenTelemetry.noop());
        return new Rounds(sources, config.deadline());
    }

    /** The loop with another sink than Kafka, for measuring. */
    static Sampler sampler(String tenant, CollectorConfig config, SampleSink sink) {
        var clock = HostClock.system();
        var metrics = new CollectorMetrics(OpenTelemetry.noop());
        var pace = new Sampler.Pace(config.interval(), config.deadline());
        var sources = sources(config, identify(tenant, config), clock, OpenTelemetry.noop());
        return new Sampler(sources, sink, pace, clock, metrics, new Health());
    }

    private static HostIdentity identify(String tenant, CollectorConfig config) {
        return new IdentityReader(config.proc(), config.sys(), ETC).read(tenant, config.hostId());
    }

    private static List<Source> sources(
            CollectorConfig config, HostIdentity host, HostClock clock, OpenTelemetry telemetry) {
        var sources = new ArrayList<Source>();
        if (config.host().enabled()) sources.add(new HostSource(config.proc(), config.sys(), host, clock));
        if (config.cgroup().enabled()) {
            sources.add(new CgroupSource(config.cgroup(), config.proc(), config.sys(), host, clock));
        }
        if (config.process().enabled()) {
            var cgroups = config.cgroup().selection();
            var users = Users.read(ETC.resolve("passwd"));
            sources.add(new ProcessSource(config.process(), cgroups, users, config.proc(), host, clock));
        }
        if (config.libvirt().enabled() != Enabled.FALSE) {
            // A part of the round is for what comes after libvirt has answered.
            var patience = config.deadline().multipliedBy(3).dividedBy(4);
            sources.add(
                    Libvirt.source(config.libvirt(), config.proc(), config.sys(), patience, host, clock, telemetry));
        }
        if (config.kernelLog().enabled() != Enabled.FALSE) {
            sources.add(new KernelLogSource(config.kernelLog(), host, clock));
        }
        if (config.logFiles().enabled()) sources.add(new LogFileSource(config.logFiles(), host, clock));
        return sources;
    }
}
