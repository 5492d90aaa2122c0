package io.loadmark.collector.otlp;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;

/** Collects a body as it comes. Stops at the first byte too many, so that a body of unknown length is bounded too. */
final class BodyReader implements Runnable {
    private final Content.Source source;
    private final int maxBytes;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> done = new CompletableFuture<>();

    private BodyReader(Content.Source source, int maxBytes) {
        this.source = source;
        this.maxBytes = maxBytes;
    }

    /** The body; more than {@code maxBytes} of it if it is longer. Fails when the sender breaks off. */
    static CompletableFuture<byte[]> read(Content.Source source, int maxBytes) {
        var reader = new BodyReader(source, maxBytes);
        reader.run();
        return reader.done;
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
            byte[] bytes = BufferUtil.toArray(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            body.writeBytes(bytes);
            if (last || body.size() > maxBytes) {
                done.complete(body.toByteArray());
                return;
            }
        }
    }
}
