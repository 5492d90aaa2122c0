package io.loadmark.streams.requests;

import io.loadmark.model.request.RequestTally;
import io.loadmark.model.window.Tumbling;
import io.loadmark.schema.LatencySketch;
import io.loadmark.schema.Origin;
import io.loadmark.schema.PartialWindow;
import io.loadmark.schema.RequestWindow;
import io.loadmark.schema.RequestWindowState;
import io.loadmark.schema.Sampling;
import io.loadmark.schema.SamplingSource;
import io.loadmark.streams.flow.Tallies;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arithmetic of merging partial windows. */
final class RequestWindows {
    static final int PROVISIONAL = -1;
    static final Sampling UNVERIFIED =
            Sampling.newBuilder().setSource(SamplingSource.UNVERIFIED).build();

    /** Parts in an order that does not depend on when they came. */
    private static final Comparator<PartialWindow> ORDER = Comparator.comparing(PartialWindow::getUpstream)
            .thenComparing(PartialWindow::getGeneration)
            .thenComparing(PartialWindow::getLate);

    /** Where several origins speak under one instance id, the same one is shown whatever the order. */
    private static final Comparator<Origin> NEWEST = Comparator.comparing(Origin::getServiceVersion)
            .thenComparing(o -> o.getProcessPid() == null ? -1L : o.getProcessPid())
            .thenComparing(Origin::getHostId)
            .thenComparing(Origin::getContainerId)
            .thenComparing(Origin::getHostName);

    private static final LatencySketch NONE = new LatencySketch(List.of(), List.of());

    private final boolean tellsLatency;

    /** @param tellsLatency whether the spans that come are a fair sample of all; of those picked for being slow no quantile is told */
    RequestWindows(boolean tellsLatency) {
        this.tellsLatency = tellsLatency;
    }

    /** The state with a part added, or put in the place of an older one of the same identity. */
    static RequestWindowState with(@Nullable RequestWindowState state, PartialWindow part) {
        List<PartialWindow> parts = new ArrayList<>();
        if (state != null) {
            for (var other : state.getParts()) if (ORDER.compare(other, part) != 0) parts.add(other);
        }
        parts.add(part);
        parts.sort(ORDER);
        return state == null
                ? new RequestWindowState(parts, PROVISIONAL, UNVERIFIED, false, null)
                : RequestWindowState.newBuilder(state).setParts(parts).build();
    }

    /** What is to be written now: the first final result, corrections of it, or both. */
    List<RequestWindow> results(RequestWindowState state) {
        var results = new ArrayList<RequestWindow>();
        int revision = state.getRevision();
        var onTime = state.getParts().stream().filter(p -> !p.getLate()).toList();
        if (revision < 0 && !onTime.isEmpty()) results.add(merged(onTime, ++revision, state));
        boolean corrects = onTime.size() < state.getParts().size() || results.isEmpty();
        if (corrects) results.add(merged(state.getParts(), Math.max(1, revision + 1), state));
        return results;
    }

    RequestWindow provisional(RequestWindowState state) {
        return merged(state.getParts(), PROVISIONAL, state);
    }

    private RequestWindow merged(List<PartialWindow> parts, int revision, RequestWindowState state) {
        var tally = new RequestTally();
        long received = Long.MIN_VALUE;
        for (var part : parts) {
            Tallies.add(tally, part.getCounts(), part.getLatency(), part.getRoutes());
            Tallies.add(tally.calls(), part.getCalls());
            received = Math.max(received, part.getReceivedMicros());
        }
        var first = parts.get(0);
        return RequestWindow.newBuilder()
                .setInstance(first.getInstance())
                .setOrigin(
                        parts.stream().map(PartialWindow::getOrigin).max(NEWEST).orElseThrow())
                .setStartMicros(first.getStartMicros())
                .setLengthMicros(Tumbling.SECOND.lengthMicros())
                .setRevision(revision)
                .setCounts(Tallies.counts(tally))
                .setLatency(tellsLatency ? Tallies.latency(tally) : NONE)
                .setRoutes(Tallies.routes(tally))
                .setSampling(state.getSampling())
                .setCalls(state.getTellsOfCalls() || !tally.calls().isEmpty() ? Tallies.calls(tally.calls()) : null)
                .setRuntime(state.getRuntime())
                .setReceivedMicros(received)
                .build();
    }
}
