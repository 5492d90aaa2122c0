package io.loadmark.streams.flow;

import java.util.List;

/** Names of the topologies, in the order in which a sample passes them. */
public final class TopologyName {
    public static final String USAGE = "usage";
    public static final String REQUESTS = "requests";
    public static final String ALIGN = "align";
    public static final String CURVES = "curves";
    /** Runs only where transactions are declared. */
    public static final String TRANSACTIONS = "transactions";

    static final List<String> NAMES = List.of(USAGE, REQUESTS, ALIGN, CURVES, TRANSACTIONS);

    private TopologyName() {}

    /** Kafka's application id of a topology: its consumer group and the prefix of its internal topics. */
    public static String applicationId(String name) {
        return "loadmark-" + name;
    }
}
