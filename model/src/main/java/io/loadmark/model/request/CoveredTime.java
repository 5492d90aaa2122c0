package io.loadmark.model.request;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ObjDoubleConsumer;

/**
 * The time that calls cover: of calls of one trace that overlap, each moment counts once. It belongs to the call in which it
 * is seen first when the calls are taken in the order of their ends.
 */
public final class CoveredTime {
    private static final Comparator<CalledSpan> BY_END = Comparator.comparingLong(CalledSpan::endNanos)
            .thenComparingLong(CalledSpan::startNanos)
            .thenComparingLong(CalledSpan::spanId);

    private CoveredTime() {}

    private record Interval(long from, long to) {}

    private record Group(long traceIdHigh, long traceIdLow, Object among) {}

    /**
     * Tells each call's part, seconds.
     *
     * @param among calls are laid over each other only where this agrees
     */
    public static void each(
            Collection<CalledSpan> calls, Function<CalledSpan, Object> among, ObjDoubleConsumer<CalledSpan> parts) {
        Map<Group, Deque<Interval>> covered = new HashMap<>();
        calls.stream().sorted(BY_END).forEach(call -> {
            var group = new Group(call.traceIdHigh(), call.traceIdLow(), among.apply(call));
            parts.accept(call, cover(covered.computeIfAbsent(group, g -> new ArrayDeque<>()), call) / 1e9);
        });
    }

    /** Adds a call that ends no earlier than any before; returns the time that it adds, nanoseconds. */
    private static long cover(Deque<Interval> covered, CalledSpan call) {
        long from = call.startNanos();
        long known = 0;
        while (!covered.isEmpty() && covered.getLast().to() >= call.startNanos()) {
            var last = covered.removeLast();
            known += last.to() - Math.max(last.from(), call.startNanos());
            from = Math.min(from, last.from());
        }
        covered.addLast(new Interval(from, call.endNanos()));
        return call.endNanos() - call.startNanos() - known;
    }
}
