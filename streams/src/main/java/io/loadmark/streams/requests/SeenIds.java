package io.loadmark.streams.requests;

import io.loadmark.schema.SeenSpans;
import io.loadmark.streams.flow.WindowKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which spans of an instance's second have been seen, what one record adds to them included. Requests and calls are kept
 * apart: of one id, a service may have both sides of a call to itself.
 */
final class SeenIds {
    private final KeyValueStore<WindowKey, SeenSpans> store;
    private final Map<WindowKey, Window> windows = new LinkedHashMap<>();

    SeenIds(KeyValueStore<WindowKey, SeenSpans> store) {
        this.store = store;
    }

    private static final class Window {
        final Set<Long> requests = new HashSet<>();
        final Set<Long> calls = new HashSet<>();
        final List<Long> freshRequests = new ArrayList<>();
        final List<Long> freshCalls = new ArrayList<>();
    }

    /** Whether a request is seen for the first time. */
    boolean addRequest(WindowKey window, long spanId) {
        var seen = windows.computeIfAbsent(window, this::stored);
        return seen.requests.add(spanId) && seen.freshRequests.add(spanId);
    }

    /** Whether a call is seen for the first time. */
    boolean addCall(WindowKey window, long spanId) {
        var seen = windows.computeIfAbsent(window, this::stored);
        return seen.calls.add(spanId) && seen.freshCalls.add(spanId);
    }

    private Window stored(WindowKey key) {
        var window = new Window();
        try (var chunks = store.range(
                WindowKey.firstOf(key.startMicros(), key.name()),
                WindowKey.afterLastOf(key.startMicros(), key.name()))) {
            while (chunks.hasNext()) {
                var chunk = chunks.next().value;
                window.requests.addAll(chunk.getSpanIds());
                window.calls.addAll(chunk.getCallIds());
            }
        }
        return window;
    }

    /** Stores what the record at an offset brought. */
    void store(long offset) {
        windows.forEach((key, window) -> {
            if (window.freshRequests.isEmpty() && window.freshCalls.isEmpty()) return;
            store.put(
                    new WindowKey(key.startMicros(), key.name() + WindowKey.SEPARATOR + offset),
                    new SeenSpans(window.freshRequests, window.freshCalls));
        });
    }
}
