package io.loadmark.collector.otlp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;

/**
 * Reads a body as it comes. Of a body that is too long only the first byte too many is kept, so that one of unknown length
 * is bounded as well; the rest is read and dropped up to {@link #MAX_DROPPED}. Without that the connection would be reset
 * under a sender that is still writing, and the answer with the reason be lost (RFC 9112, section 9.6).
 */
final class BodyReader implements Runnable {
    /** Bytes: enough for any exporter's honest mistake. A longer body is cut off. */
    static final long MAX_DROPPED = 64L << 20;

    private final Content.Source source;
    private final int maxBytes;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> done = new CompletableFuture<>();
    private long dropped;

    private BodyReader(Content.Source source, int maxBytes) {
        this.source = source;
        this.maxBytes = maxBytes;
    }

    /** The body; one byte more than {@code maxBytes} of it if it is longer. Fails when the sender breaks off. */
    static CompletableFuture<byte[]> read(Content.Source source, int maxBytes) {
        var reader = new BodyReader(source, maxBytes);
        reader.run();
        return reader.done;
    }

    /** Ends when the body has, or when it is not worth waiting for its end. */
    static CompletableFuture<?> drop(Content.Source source) {
        return read(source, 0);
    }

    /** Reads what is there, then asks to be run again. */
    @Override
    public void run() {
        while (true) {
            var chunk = source.read();
            if (chunk == null) {
                source.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                done.completeExceptionally(chunk.getFailure());
                return;
            }
            boolean last = chunk.isLast();
            keep(chunk.getByteBuffer());
            chunk.release();
            if (last || dropped > MAX_DROPPED) {
                done.complete(body.toByteArray());
                return;
            }
        }
    }

    private void keep(ByteBuffer bytes) {
        int kept = Math.min(bytes.remaining(), maxBytes + 1 - body.size());
        dropped += bytes.remaining() - kept;
        body.writeBytes(BufferUtil.toArray(bytes.slice(bytes.position(), kept)));
    }
}
