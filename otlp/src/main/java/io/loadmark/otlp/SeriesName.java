package io.loadmark.otlp;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Names a time series within its resource: the metric's name and 64 bits of the SHA-256 of its scope and of its
 * attributes in sorted order. Works on encoded bytes, which stay the same as long as one process speaks.
 */
final class SeriesName {
    private static final int HASH_BYTES = 8;

    private final MessageDigest digest = sha256();
    private final List<byte[]> attributes = new ArrayList<>();
    private byte[] scope = {};

    void clearScope() {
        scope = new byte[0];
    }

    void scope(byte[] source, int from, int length) {
        scope = Arrays.copyOfRange(source, from, from + length);
    }

    void clearAttributes() {
        attributes.clear();
    }

    /** Adds an encoded {@code KeyValue}. */
    void attribute(byte[] source, int from, int length) {
        attributes.add(Arrays.copyOfRange(source, from, from + length));
    }

    String of(String metric) {
        attributes.sort(Arrays::compareUnsigned);
        digest.reset();
        update(scope);
        attributes.forEach(this::update);
        return metric + "#" + HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
    }

    /** The length goes in first, so that no two lists of parts run together into the same bytes. */
    private void update(byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
        digest.update(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
