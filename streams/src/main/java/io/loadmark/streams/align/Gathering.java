package io.loadmark.streams.align;

import io.loadmark.model.request.CallTally;
import io.loadmark.model.request.RequestTally;
import io.loadmark.model.window.Tumbling;
import io.loadmark.schema.GatheredRequests;
import io.loadmark.schema.LoadSample;
import io.loadmark.schema.Placement;
import io.loadmark.schema.RequestWindow;
import io.loadmark.schema.RuntimeLoad;
import io.loadmark.streams.flow.Tallies;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Arithmetic of gathering seconds into a join window. Of each second the first final and the newest result are kept. */
final class Gathering {
    private static final int PROVISIONAL = -1;
    private static final Comparator<RequestWindow> ORDER =
            Comparator.comparing(RequestWindow::getStartMicros).thenComparing(RequestWindow::getRevision);

    private Gathering() {}

    static GatheredRequests with(@Nullable GatheredRequests state, RequestWindow window) {
        List<RequestWindow> windows = new ArrayList<>();
        if (state != null) {
            for (var other : state.getWindows()) if (!replaces(window, other)) windows.add(other);
        }
        windows.add(window);
        windows.sort(ORDER);
        return new GatheredRequests(windows, state != null && state.getHandedOn());
    }

    private static boolean replaces(RequestWindow window, RequestWindow other) {
        return window.getStartMicros() == other.getStartMicros()
                && (other.getRevision() != 0 || window.getRevision() == 0)
                && other.getRevision() <= window.getRevision();
    }

    /** The first final result, and a correction at once where seconds have been corrected already. */
    static List<LoadSample> results(GatheredRequests state, long start, Tumbling windows, Placement placement) {
        var first =
                state.getWindows().stream().filter(w -> w.getRevision() == 0).toList();
        var results = new ArrayList<LoadSample>();
        if (!first.isEmpty()) results.add(merged(first, start, windows, 0, placement));
        boolean corrected = state.getWindows().stream().anyMatch(w -> w.getRevision() > 0);
        if (corrected) results.add(correction(state, start, windows, placement));
        return results;
    }

    static LoadSample correction(GatheredRequests state, long start, Tumbling windows, Placement placement) {
        var newest = newest(state, 0);
        int revision =
                newest.stream().mapToInt(RequestWindow::getRevision).max().orElseThrow();
        return merged(newest, start, windows, Math.max(1, revision), placement);
    }

    static LoadSample provisional(GatheredRequests state, long start, Tumbling windows, Placement placement) {
        return merged(newest(state, PROVISIONAL), start, windows, PROVISIONAL, placement);
    }

    private static List<RequestWindow> newest(GatheredRequests state, int leastRevision) {
        var newest = new TreeMap<Long, RequestWindow>();
        for (var window : state.getWindows()) {
            if (window.getRevision() >= leastRevision) newest.put(window.getStartMicros(), window);
        }
        return List.copyOf(newest.values());
    }

    private static LoadSample merged(
            List<RequestWindow> parts, long start, Tumbling windows, int revision, Placement placement) {
        var tally = new RequestTally();
        long received = Long.MIN_VALUE;
        CallTally calls = null;
        for (var part : parts) {
            Tallies.add(tally, part.getCounts(), part.getLatency(), part.getRoutes());
            received = Math.max(received, part.getReceivedMicros());
            if (part.getCalls() == null) continue;
            if (calls == null) calls = new CallTally();
            Tallies.add(calls, part.getCalls());
        }
        var last = parts.get(parts.size() - 1);
        return LoadSample.newBuilder()
                .setInstance(last.getInstance())
                .setOrigin(last.getOrigin())
                .setStartMicros(start)
                .setLengthMicros(windows.lengthMicros())
                .setRevision(revision)
                .setPlacement(placement)
                .setCounts(Tallies.counts(tally))
                .setRequestWindows(parts.size())
                .setLatency(Tallies.latency(tally))
                .setRoutes(Tallies.routes(tally))
                .setSampling(last.getSampling())
                .setCallSeconds(calls == null ? null : calls.seconds)
                .setPeers(calls == null ? List.of() : Tallies.peers(calls))
                .setRuntime(runtime(parts))
                .setReceivedMicros(received)
                .build();
    }

    /** Mean over the seconds of which the runtime told. */
    private static @Nullable RuntimeLoad runtime(List<RequestWindow> parts) {
        var told = parts.stream()
                .map(RequestWindow::getRuntime)
                .filter(Objects::nonNull)
                .toList();
        if (told.isEmpty()) return null;
        var heap = told.stream()
                .map(RuntimeLoad::getHeapLiveRatio)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .average();
        return new RuntimeLoad(
                told.stream()
                        .mapToDouble(RuntimeLoad::getGcPausedRatio)
                        .average()
                        .orElseThrow(),
                told.stream()
                        .mapToDouble(RuntimeLoad::getGcPausesPerSecond)
                        .average()
                        .orElseThrow(),
                heap.isPresent() ? Double.valueOf(heap.getAsDouble()) : null);
    }
}
