package io.loadmark.collector.publish;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/** Inventory records and events that Kafka has not taken yet; the oldest go when there are too many. Thread-safe. */
final class Unsent {
    /** Some megabytes; more than a host's whole inventory. */
    static final int MAX_MESSAGES = 20_000;

    private final Queue<Message> messages = new ArrayDeque<>();

    /** True if another message was lost for this one. */
    synchronized boolean addDroppingOldest(Message message) {
        messages.add(message);
        if (messages.size() <= MAX_MESSAGES) return false;
        messages.remove();
        return true;
    }

    /** Hands all of them out, once. */
    void drain(Consumer<Message> sender) {
        for (var message : takeAll()) sender.accept(message);
    }

    private synchronized List<Message> takeAll() {
        if (messages.isEmpty()) return List.of();
        var all = new ArrayList<>(messages);
        messages.clear();
        return all;
    }
}
