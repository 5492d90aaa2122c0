package io.loadmark.collector.publish;

import io.loadmark.collector.spool.Losses;
import io.loadmark.runtime.health.Health;
import io.loadmark.runtime.topics.Topic;

/** Books what becomes of messages: counters, events and the health of the spool. For one thread. */
final class Accounts implements Losses {
    private static final String COMPONENT = "collector-spool";

    private final PublisherMetrics metrics;
    private final PublisherEvents events;
    private final Health health;
    private boolean failed;
    private boolean full;

    Accounts(PublisherMetrics metrics, PublisherEvents events, Health health) {
        this.metrics = metrics;
        this.events = events;
        this.health = health;
    }

    void acknowledged(Topic topic) {
        metrics.acknowledged(topic);
    }

    void dropped(Loss why, long records, String detail) {
        metrics.dropped(why, records);
        events.dropped(why, records, detail);
    }

    @Override
    public void oldestDropped(long records) {
        dropped(Loss.SPOOL_FULL, records, "the spool is full, see collector.publisher.spool.limit");
        full = true;
        health.down(COMPONENT, "the spool is full: its oldest records are dropped");
    }

    @Override
    public void damaged(String segment, long records) {
        dropped(Loss.DAMAGED, records, segment + " is damaged");
    }

    void spoolFailed(String why) {
        if (!failed) events.spoolFailed(why);
        failed = true;
        health.down(COMPONENT, "the spool can't be written: " + why);
    }

    void spoolWritten() {
        failed = false;
        if (!full) health.up(COMPONENT);
    }

    void spoolDrained() {
        full = false;
        if (!failed) health.up(COMPONENT);
    }
}
