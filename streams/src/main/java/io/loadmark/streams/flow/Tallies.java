package io.loadmark.streams.flow;

import io.loadmark.model.request.CallTally;
import io.loadmark.model.request.RequestTally;
import io.loadmark.schema.CallCounts;
import io.loadmark.schema.LatencySketch;
import io.loadmark.schema.PeerCalls;
import io.loadmark.schema.RequestCounts;
import io.loadmark.schema.RouteCount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tallies of requests between their wire form and the model. */
public final class Tallies {
    private Tallies() {}

    /** Adds what another window or part counted. */
    public static void add(RequestTally tally, RequestCounts counts, LatencySketch latency, List<RouteCount> routes) {
        tally.spans += counts.getSpans();
        tally.requests += counts.getRequests();
        tally.errors += counts.getErrors();
        tally.refused += counts.getRefused();
        tally.arrivals += counts.getArrivals();
        tally.inFlightSeconds += counts.getInFlightSeconds();
        tally.withoutThreshold += counts.getWithoutThreshold();
        tally.longSpans += counts.getLongSpans();
        tally.duplicates += counts.getDuplicates();
        tally.late += counts.getLate();
        tally.latency().add(Sketches.toModel(latency));
        for (var route : routes) tally.routes().add(route.getRoute(), route.getRequests(), route.getErrors());
    }

    /** Adds the calls that another window or part counted, if it counted any. */
    public static void add(CallTally tally, @Nullable CallCounts counts) {
        if (counts == null) return;
        tally.spans += counts.getSpans();
        tally.calls += counts.getCalls();
        tally.errors += counts.getErrors();
        tally.outside += counts.getOutside();
        tally.seconds += counts.getSeconds();
        tally.duplicates += counts.getDuplicates();
        tally.late += counts.getLate();
        for (var peer : counts.getPeers()) {
            tally.peers().add(peer.getPeer(), peer.getCalls(), peer.getErrors(), peer.getSeconds());
        }
    }

    public static CallCounts calls(CallTally tally) {
        return CallCounts.newBuilder()
                .setSpans(tally.spans)
                .setCalls(tally.calls)
                .setErrors(tally.errors)
                .setOutside(tally.outside)
                .setSeconds(tally.seconds)
                .setDuplicates(tally.duplicates)
                .setLate(tally.late)
                .setPeers(peers(tally))
                .build();
    }

    /** Of these the calls by peer. */
    public static List<PeerCalls> peers(CallTally tally) {
        return tally.peers().folded().entrySet().stream()
                .map(e -> new PeerCalls(
                        e.getKey(),
                        e.getValue().calls(),
                        e.getValue().errors(),
                        e.getValue().seconds()))
                .toList();
    }

    public static RequestCounts counts(RequestTally tally) {
        return RequestCounts.newBuilder()
                .setSpans(tally.spans)
                .setRequests(tally.requests)
                .setErrors(tally.errors)
                .setRefused(tally.refused)
                .setArrivals(tally.arrivals)
                .setInFlightSeconds(tally.inFlightSeconds)
                .setWithoutThreshold(tally.withoutThreshold)
                .setLongSpans(tally.longSpans)
                .setDuplicates(tally.duplicates)
                .setLate(tally.late)
                .build();
    }

    public static LatencySketch latency(RequestTally tally) {
        return Sketches.toWire(tally.latency().build());
    }

    public static List<RouteCount> routes(RequestTally tally) {
        return tally.routes().folded().entrySet().stream()
                .map(e -> new RouteCount(
                        e.getKey(), e.getValue().requests(), e.getValue().errors()))
                .toList();
    }
}
