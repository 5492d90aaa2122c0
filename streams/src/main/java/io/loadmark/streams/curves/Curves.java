package io.loadmark.streams.curves;

import io.loadmark.model.curve.AxisTotals;
import io.loadmark.model.curve.ChangePoint;
import io.loadmark.model.curve.PeerSeconds;
import io.loadmark.model.curve.Shape;
import io.loadmark.model.curve.UtilisationLaw;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.InstanceId;
import io.loadmark.schema.LoadBin;
import io.loadmark.schema.LoadQpsCurve;
import io.loadmark.schema.RouteShare;
import io.loadmark.streams.flow.Sketches;

/** Curves between their wire form and the model, field by field. */
public final class Curves {
    private Curves() {}

    public static io.loadmark.model.curve.LoadQpsCurve toModel(LoadQpsCurve wire) {
        return new io.loadmark.model.curve.LoadQpsCurve(
                wire.getServiceVersion(),
                wire.getLastWindowMicros(),
                wire.getFirstWindowMicros(),
                wire.getWindows(),
                wire.getTooLate(),
                wire.getBarred(),
                shape(wire),
                toModel(wire.getUtilisation()),
                wire.getBins().stream().map(Curves::toModel).toList(),
                wire.getMaxUtilisation(),
                wire.getMaxRequestsPerSecond(),
                wire.getPeakConcurrency(),
                wire.getSamplingVerified(),
                wire.getMix().stream().map(Curves::toModel).toList(),
                wire.getPeers(),
                new ChangePoint(wire.getChangeUp(), wire.getChangeDown()));
    }

    private static Shape shape(LoadQpsCurve wire) {
        return new Shape(
                wire.getEntitlementCores(),
                wire.getQuotaCores(),
                wire.getQuotaPeriodMicros(),
                wire.getHostCores(),
                wire.getThreadsPerCore(),
                wire.getCpuModel(),
                wire.getMemoryBytes(),
                wire.getTuning());
    }

    private static UtilisationLaw toModel(io.loadmark.schema.UtilisationLaw law) {
        return new UtilisationLaw(
                law.getBaseCores(),
                law.getDemandSeconds(),
                law.getP00(),
                law.getP01(),
                law.getP11(),
                law.getResidualVariance(),
                law.getObservations());
    }

    private static io.loadmark.model.curve.LoadBin toModel(LoadBin bin) {
        return new io.loadmark.model.curve.LoadBin(
                bin.getBand(),
                bin.getWindows(),
                bin.getRequests(),
                bin.getSeconds(),
                bin.getCoreSeconds(),
                bin.getThrottledRatio(),
                bin.getErrors(),
                Sketches.toModel(bin.getLatency()),
                AxisTotals.of(bin.getAxisTotals(), bin.getAxisSeconds()),
                PeerSeconds.of(bin.getPeerSeconds()));
    }

    static LoadQpsCurve toWire(
            io.loadmark.model.curve.LoadQpsCurve curve,
            InstanceId instance,
            EntityKind scope,
            long firstSeenMicros,
            long lastSeenMicros) {
        return LoadQpsCurve.newBuilder()
                .setInstance(instance)
                .setServiceVersion(curve.serviceVersion())
                .setFirstSeenMicros(firstSeenMicros)
                .setLastSeenMicros(lastSeenMicros)
                .setScope(scope)
                .setLastWindowMicros(curve.lastWindowMicros())
                .setFirstWindowMicros(curve.firstWindowMicros())
                .setWindows(curve.windows())
                .setTooLate(curve.tooLate())
                .setBarred(curve.barred())
                .setEntitlementCores(curve.shape().entitlementCores())
                .setQuotaCores(curve.shape().quotaCores())
                .setQuotaPeriodMicros(curve.shape().quotaPeriodMicros())
                .setHostCores(curve.shape().hostCores())
                .setThreadsPerCore(curve.shape().threadsPerCore())
                .setCpuModel(curve.shape().cpuModel())
                .setMemoryBytes(curve.shape().memoryBytes())
                .setTuning(curve.shape().tuning())
                .setUtilisation(toWire(curve.utilisation()))
                .setBins(curve.bins().stream().map(Curves::toWire).toList())
                .setMaxUtilisation(curve.maxUtilisation())
                .setMaxRequestsPerSecond(curve.maxRequestsPerSecond())
                .setPeakConcurrency(curve.peakConcurrency())
                .setSamplingVerified(curve.samplingVerified())
                .setMix(curve.mix().stream().map(Curves::toWire).toList())
                .setPeers(curve.peers())
                .setChangeUp(curve.change().up())
                .setChangeDown(curve.change().down())
                .build();
    }

    private static io.loadmark.schema.UtilisationLaw toWire(UtilisationLaw law) {
        return io.loadmark.schema.UtilisationLaw.newBuilder()
                .setBaseCores(law.baseCores())
                .setDemandSeconds(law.demandSeconds())
                .setP00(law.p00())
                .setP01(law.p01())
                .setP11(law.p11())
                .setResidualVariance(law.residualVariance())
                .setObservations(law.observations())
                .build();
    }

    private static io.loadmark.model.curve.RouteShare toModel(RouteShare share) {
        return new io.loadmark.model.curve.RouteShare(
                share.getRoute(), share.getShare(), share.getExcessSeconds(), share.getVariance());
    }

    private static RouteShare toWire(io.loadmark.model.curve.RouteShare share) {
        return new RouteShare(share.route(), share.share(), share.excessSeconds(), share.variance());
    }

    private static LoadBin toWire(io.loadmark.model.curve.LoadBin bin) {
        return LoadBin.newBuilder()
                .setBand(bin.band())
                .setWindows(bin.windows())
                .setRequests(bin.requests())
                .setSeconds(bin.seconds())
                .setCoreSeconds(bin.coreSeconds())
                .setThrottledRatio(bin.throttledRatio())
                .setErrors(bin.errors())
                .setLatency(Sketches.toWire(bin.latency()))
                .setAxisTotals(bin.axes().totals())
                .setAxisSeconds(bin.axes().seconds())
                .setPeerSeconds(bin.calls().seconds())
                .build();
    }
}
