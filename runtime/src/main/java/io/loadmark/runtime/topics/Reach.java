package io.loadmark.runtime.topics;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.regex.Pattern;

/**
 * Whether anybody listens at {@code kafka.bootstrap-servers}, asked by plain connections: Kafka's own clients fill the log
 * while nobody does.
 */
final class Reach {
    private static final Pattern ADDRESS = Pattern.compile("(?:.*://)?\\[?([^\\]/]+)]?:(\\d{1,5})");
    private static final int CONNECT_MILLIS = (int) Duration.ofSeconds(2).toMillis();

    private Reach() {}

    /**
     * Throws if none of the addresses takes a connection. An address that is none counts as reached: Kafka's clients name
     * what is wrong with it.
     */
    static void check(String bootstrapServers) throws IOException {
        var refusals = new LinkedHashSet<String>();
        for (String address : bootstrapServers.split(",", -1)) {
            var parts = ADDRESS.matcher(address.strip());
            if (!parts.matches() || Integer.parseInt(parts.group(2)) >= 1 << 16) return;
            try {
                connect(new InetSocketAddress(parts.group(1), Integer.parseInt(parts.group(2))));
                return;
            } catch (UnknownHostException e) {
                refusals.add("the host is unknown");
            } catch (IOException e) {
                refusals.add(String.valueOf(e.getMessage()));
            }
        }
        throw new IOException(String.join(", ", refusals));
    }

    private static void connect(InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) throw new UnknownHostException(address.getHostString());
        try (var socket = new Socket()) {
            socket.connect(address, CONNECT_MILLIS);
        }
    }
}
