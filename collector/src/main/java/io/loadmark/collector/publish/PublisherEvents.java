package io.loadmark.collector.publish;

/** What an operator should hear of publishing, beside the counters. Called from the publisher's thread. */
interface PublisherEvents {

    /** Kafka acknowledges nothing; samples go to the spool. */
    void kafkaAway(String why);

    /** Everything that waited for Kafka has been delivered. */
    void kafkaCaughtUp();

    /** Records are lost. */
    void dropped(Loss why, long records, String detail);

    /** The spool can't be written. */
    void spoolFailed(String why);
}
