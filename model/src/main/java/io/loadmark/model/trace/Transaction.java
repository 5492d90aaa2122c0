package io.loadmark.model.trace;

import java.util.List;

/**
 * One business transaction that a trace shows.
 *
 * @param name declared name
 * @param root the span that was declared to be it
 * @param visits all requests that served it, its root among them, by when they began
 * @param orphans of the visits those whose way back to the root is broken because spans are missing
 */
public record Transaction(String name, TraceSpan root, List<Visit> visits, int orphans) {
    public Transaction {
        visits = List.copyOf(visits);
    }
}
