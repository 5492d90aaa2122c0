package io.loadmark.model.trace;

import io.loadmark.model.trace.TraceSpan.Kind;
import io.loadmark.model.trace.TraceSpan.Served;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one trace by who called whom. A transaction's root is the outermost span of its name on the way up from a
 * request; a request belongs to every transaction that it has a root of. Where the way up is broken because spans are
 * missing, it belongs to the trace's transaction if there is just one root, which began before it.
 *
 * <p>The time of calls is that of CLIENT and PRODUCER spans, and of SERVER spans whose caller told no CLIENT span, as far as it
 * lies within the request. Messages are processed while nobody waits: CONSUMER spans cover nothing.
 */
public final class CallTree {
    private static final Comparator<TraceSpan> ORDER =
            Comparator.comparingLong(TraceSpan::startNanos).thenComparingLong(TraceSpan::spanId);

    /** What is above a span: the nearest request, whether a call lies between, whether spans are missing. */
    private record Caller(@Nullable TraceSpan request, boolean byCall, boolean broken) {}

    private final Map<Long, TraceSpan> byId = new HashMap<>();
    private final List<TraceSpan> requests = new ArrayList<>();
    private final Map<TraceSpan, List<TraceSpan>> covering = new HashMap<>();
    private final Map<TraceSpan, Caller> callers = new HashMap<>();

    private CallTree(Collection<TraceSpan> spans) {
        for (var span : spans) {
            // Where a request shares its id with its call, children are the request's.
            if (span.served() == null) byId.putIfAbsent(span.spanId(), span);
            else byId.put(span.spanId(), span);
        }
        for (var span : spans) {
            var caller = caller(span);
            if (span.served() != null) {
                requests.add(span);
                callers.put(span, caller);
            }
            boolean covers = span.isCall() || (span.kind() == Kind.SERVER && !caller.byCall());
            if (covers && caller.request() != null) {
                covering.computeIfAbsent(caller.request(), r -> new ArrayList<>())
                        .add(span);
            }
        }
        requests.sort(ORDER);
    }

    /** The transactions that a trace shows, by the time of their roots. Whatever the order of the spans, the same. */
    public static List<Transaction> transactions(Collection<TraceSpan> spans) {
        return new CallTree(spans).transactions();
    }

    private List<Transaction> transactions() {
        var visits = new LinkedHashMap<TraceSpan, List<Visit>>();
        var orphans = new ArrayList<TraceSpan>();
        for (var request : requests) {
            var roots = roots(request, orphans);
            for (var root : roots) visits.computeIfAbsent(root, r -> new ArrayList<>());
            for (var root : roots) visit(visits, root, request);
        }
        int adopted = 0;
        if (visits.size() == 1) {
            var root = visits.keySet().iterator().next();
            for (var orphan : orphans) {
                if (orphan.startNanos() < root.startNanos()) continue;
                visit(visits, root, orphan);
                adopted++;
            }
        }
        var found = new ArrayList<Transaction>();
        for (var entry : visits.entrySet()) {
            String name = transaction(entry.getKey());
            found.add(new Transaction(name, entry.getKey(), entry.getValue(), adopted));
        }
        return found;
    }

    private void visit(Map<TraceSpan, List<Visit>> visits, TraceSpan root, TraceSpan request) {
        var served = request.served();
        if (served == null) return;
        // Sampled with the same randomness, the rarer one of both decides whether they are seen together.
        double weight = Math.max(root.weight(), request.weight());
        visits.computeIfAbsent(root, r -> new ArrayList<>())
                .add(new Visit(served.step(), weight, request.seconds(), selfSeconds(request), request.failed()));
    }

    /** The outermost root of each transaction on the way up; a way that is broken without any makes an orphan. */
    private Collection<TraceSpan> roots(TraceSpan request, List<TraceSpan> orphans) {
        var roots = new TreeMap<String, TraceSpan>();
        TraceSpan at = request;
        boolean broken = false;
        for (int steps = 0; at != null && steps <= requests.size(); steps++) {
            if (!transaction(at).isEmpty()) roots.put(transaction(at), at);
            var caller = callers.get(at);
            broken |= caller != null && caller.broken();
            at = caller == null ? null : caller.request();
        }
        if (roots.isEmpty() && broken) orphans.add(request);
        return roots.values();
    }

    private static String transaction(TraceSpan span) {
        Served served = span.served();
        return served == null ? "" : served.transaction();
    }

    private Caller caller(TraceSpan span) {
        boolean byCall = false;
        long parent = span.parentId();
        for (int steps = 0; parent != 0 && steps <= byId.size(); steps++) {
            var above = byId.get(parent);
            if (above == null) return new Caller(null, byCall, true);
            if (above.served() != null) return new Caller(above, byCall, false);
            byCall |= above.isCall();
            parent = above.parentId();
        }
        return new Caller(null, byCall, parent != 0);
    }

    private double selfSeconds(TraceSpan request) {
        var calls = new ArrayList<>(covering.getOrDefault(request, List.of()));
        calls.sort(ORDER);
        long covered = 0;
        long reached = request.startNanos();
        for (var call : calls) {
            long from = Math.max(reached, call.startNanos());
            long to = Math.min(request.endNanos(), call.endNanos());
            if (to <= from) continue;
            covered += to - from;
            reached = to;
        }
        return request.seconds() - covered / 1e9;
    }
}
