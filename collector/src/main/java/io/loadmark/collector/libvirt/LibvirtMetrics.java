package io.loadmark.collector.libvirt;

import io.loadmark.collector.libvirt.connection.Abandoned;
import io.loadmark.collector.libvirt.connection.Notices;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.api.metrics.Meter;

/** What the source counts about itself, beside what every source counts. */
final class LibvirtMetrics {
    private final Meter meter;
    private final LongGauge domains;
    private final LongGauge stale;

    LibvirtMetrics(OpenTelemetry telemetry) {
        meter = telemetry.getMeter("io.loadmark.collector.libvirt");
        domains = meter.gaugeBuilder("loadmark.collector.libvirt.domains")
                .ofLongs()
                .setDescription("Domains that run.")
                .build();
        stale = meter.gaugeBuilder("loadmark.collector.libvirt.domains.stale")
                .ofLongs()
                .setDescription("Domains whose QEMU did not answer or was busy when it was last asked.")
                .build();
    }

    void watch(Abandoned abandoned, Notices notices) {
        meter.gaugeBuilder("loadmark.collector.libvirt.calls.hanging")
                .ofLongs()
                .setDescription("Calls to libvirt that were given up and have not come back.")
                .buildWithCallback(gauge -> gauge.record(abandoned.now()));
        meter.counterBuilder("loadmark.collector.libvirt.calls.abandoned")
                .setDescription("Calls to libvirt that were given up.")
                .buildWithCallback(counter -> counter.record(abandoned.total()));
        meter.counterBuilder("loadmark.collector.libvirt.notices.lost")
                .setDescription("Events from libvirt that found no room.")
                .buildWithCallback(counter -> counter.record(notices.lost()));
    }

    void round(int running, int notAnswering) {
        domains.set(running);
        stale.set(notAnswering);
    }
}
