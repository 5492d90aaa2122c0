package io.loadmark.collector.sampling;

import io.loadmark.runtime.topics.Topic;
import org.apache.avro.specific.SpecificRecord;

/** Where samples go. Called from every source's thread. */
@FunctionalInterface
public interface SampleSink {

    /**
     * Takes a record. Returns at once or nearly so, and throws nothing: what becomes of the record is the sink's business
     * to count and report.
     */
    void publish(Topic topic, String key, SpecificRecord value);
}
