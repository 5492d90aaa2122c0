package io.loadmark.streams.curves;

import io.loadmark.model.curve.LearnedWindow;
import io.loadmark.model.curve.Shape;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.LayerLoad;
import io.loadmark.schema.LoadQpsCurve;
import io.loadmark.schema.LoadSample;
import io.loadmark.schema.PeerCalls;
import io.loadmark.schema.RouteCount;
import io.loadmark.schema.SamplingSource;
import io.loadmark.streams.flow.Sketches;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a load sample teaches: its requests against the CPU of the tightest layer that has figures. */
final class Lessons {
    private static final double MICROS = 1e6;

    /** A window to learn from, and the layer whose CPU it is measured by. */
    record Lesson(EntityKind scope, LearnedWindow window) {}

    private Lessons() {}

    /**
     * The lesson; empty if a layer is missing, the instance moved, the hypervisor worked on its domain, spans seem to have been
     * lost, or nothing says how much CPU it may use.
     */
    static Optional<Lesson> of(LoadSample sample) {
        if (sample.getPlacement().getMoved() || isDisturbed(sample.getDomain())) return Optional.empty();
        if (sample.getSampling().getLossSuspected()) return Optional.empty();
        Double hostCores = machineCores(sample);
        if (hostCores == null) return Optional.empty();
        return (ownsCgroup(sample)
                        ? lesson(sample, EntityKind.CGROUP, sample.getCgroup(), hostCores)
                        : Optional.<Lesson>empty())
                .or(() -> lesson(sample, EntityKind.PROCESS, sample.getProcess(), hostCores));
    }

    /** By a migration, backup, snapshot or block job: latency and CPU time then are not those of the requests alone. */
    private static boolean isDisturbed(@Nullable LayerLoad domain) {
        Double jobs = domain == null ? null : domain.getJobRatio();
        return jobs != null && jobs > 0;
    }

    /** Cores of the machine that the instance sees: the guest's where its placement knows one, never more than the host's. */
    private static @Nullable Double machineCores(LoadSample sample) {
        Double host = entitlement(sample.getHost());
        if (host == null || sample.getPlacement().getDomainId() == null) return host;
        Double guest = entitlement(sample.getDomain());
        return guest == null ? null : Double.valueOf(Math.min(host, guest));
    }

    private static @Nullable Double entitlement(@Nullable LayerLoad load) {
        return load == null ? null : load.getEntitlementCores();
    }

    /** The root group is the whole machine's, not the instance's. */
    private static boolean ownsCgroup(LoadSample sample) {
        String path = sample.getPlacement().getCgroupPath();
        return path != null && !path.equals("/");
    }

    private static Optional<Lesson> lesson(
            LoadSample sample, EntityKind scope, @Nullable LayerLoad load, double hostCores) {
        if (load == null || load.getCpuCores() == null) return Optional.empty();
        double factor = sample.getSampling().getFactor();
        var counts = sample.getCounts();
        var window = new LearnedWindow(
                sample.getStartMicros(),
                sample.getLengthMicros() / MICROS,
                counts.getRequests() * factor,
                counts.getErrors() * factor,
                counts.getRefused() * factor,
                counts.getInFlightSeconds() * factor,
                Sketches.toModel(sample.getLatency()),
                load.getCpuCores(),
                shape(sample, load, hostCores),
                load.getThrottledPeriodRatio(),
                sample.getSampling().getSource() != SamplingSource.UNVERIFIED,
                sample.getOrigin().getServiceVersion(),
                AxesOf.sample(sample, load, factor),
                routes(sample),
                calls(sample, factor));
        return Optional.of(new Lesson(scope, window));
    }

    private static Shape shape(LoadSample sample, LayerLoad load, double hostCores) {
        Double entitlement = load.getEntitlementCores();
        var placement = sample.getPlacement();
        return new Shape(
                entitlement == null ? hostCores : Math.min(entitlement, hostCores),
                load.getQuotaCores(),
                load.getQuotaPeriodMicros(),
                hostCores,
                placement.getThreadsPerCore(),
                placement.getCpuModel(),
                placement.getMemoryBytes(),
                placement.getTuning());
    }

    private static Map<String, Double> routes(LoadSample sample) {
        return sample.getRoutes().stream()
                .collect(Collectors.toMap(RouteCount::getRoute, RouteCount::getRequests, Double::sum));
    }

    private static Map<String, Double> calls(LoadSample sample, double factor) {
        return sample.getPeers().stream()
                .collect(Collectors.toMap(PeerCalls::getPeer, peer -> peer.getSeconds() * factor, Double::sum));
    }

    static boolean isNewVersion(LoadQpsCurve curve, LoadSample sample) {
        String version = sample.getOrigin().getServiceVersion();
        return !version.isEmpty() && !curve.getServiceVersion().isEmpty() && !version.equals(curve.getServiceVersion());
    }

    static EntityKind scopeOf(@Nullable LoadQpsCurve curve) {
        return curve == null ? EntityKind.CGROUP : curve.getScope();
    }
}
