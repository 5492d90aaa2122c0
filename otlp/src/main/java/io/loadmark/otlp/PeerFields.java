package io.loadmark.otlp;

import static io.loadmark.otlp.Attribute.key;

import java.util.Arrays;

/** Where in a span the attributes lie that tell who was called. Reused. */
final class PeerFields {
    private static final int SERVICE = 0;
    private static final int OLD_SERVICE = 1;
    private static final int ADDRESS = 2;
    private static final int OLD_ADDRESS = 3;
    private static final int DESTINATION = 6;
    private static final byte[][] TEXTS = {
        key("service.peer.name"),
        key("peer.service"),
        key("server.address"),
        key("net.peer.name"),
        key("db.system.name"),
        key("db.system"),
        key("messaging.destination.name"),
        key("messaging.system"),
        key("rpc.service")
    };
    private static final byte[] PORT = key("server.port");
    private static final byte[] OLD_PORT = key("net.peer.port");
    private static final int MAX_PORT = 65_535;
    private static final String UNKNOWN = "unknown";

    private final int[] from = new int[TEXTS.length];
    private final int[] length = new int[TEXTS.length];
    private long port;
    private long oldPort;

    void clear() {
        Arrays.fill(length, 0);
        port = 0;
        oldPort = 0;
    }

    void keep(Attribute attribute) {
        if (attribute.isText()) {
            for (int i = 0; i < TEXTS.length; i++) {
                if (!attribute.is(TEXTS[i])) continue;
                from[i] = attribute.textFrom();
                length[i] = attribute.textLength();
                return;
            }
        } else if (attribute.isNumber()) {
            if (attribute.is(PORT)) port = attribute.number();
            else if (attribute.is(OLD_PORT)) oldPort = attribute.number();
        }
    }

    /** The peer's name; {@code sent}: of a message, which goes to a destination rather than to the broker. */
    String name(byte[] source, boolean sent) {
        if (has(SERVICE)) return text(source, SERVICE);
        if (has(OLD_SERVICE)) return text(source, OLD_SERVICE);
        if (sent && has(DESTINATION)) return text(source, DESTINATION);
        for (int i = 0; i < TEXTS.length; i++) {
            if (!has(i)) continue;
            String name = text(source, i);
            if (i == ADDRESS) return withPort(name, port > 0 ? port : oldPort);
            return i == OLD_ADDRESS ? withPort(name, oldPort > 0 ? oldPort : port) : name;
        }
        return UNKNOWN;
    }

    private boolean has(int field) {
        return length[field] > 0;
    }

    private String text(byte[] source, int field) {
        return Text.decode(source, from[field], length[field], SpanFields.MAX_ROUTE_CHARS);
    }

    private static String withPort(String address, long port) {
        return port > 0 && port <= MAX_PORT ? address + ":" + port : address;
    }
}
