package io.loadmark.sink.delivery;

import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** The end of a range that is being inserted, kept as metadata of the committed offset at which it starts. */
final class Promise {
    private static final String END = "end=";

    private Promise() {}

    static OffsetAndMetadata of(long start, long end) {
        return new OffsetAndMetadata(start, END + end);
    }

    /** The end that was promised, or nothing where the last batch was finished. */
    static OptionalLong end(OffsetAndMetadata committed) {
        String metadata = committed.metadata();
        if (!metadata.startsWith(END)) return OptionalLong.empty();
        return OptionalLong.of(Long.parseLong(metadata.substring(END.length())));
    }
}
