package io.loadmark.collector.publish;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.loadmark.runtime.topics.Topic;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A message in the spool: the topic's name after its length (1 byte), the key after its length (4 bytes), the value. */
final class MessageForm {
    private static final Map<String, Topic> TOPICS =
            Arrays.stream(Topic.values()).collect(Collectors.toMap(Topic::topicName, Function.identity()));

    private MessageForm() {}

    static byte[] encode(Message message) {
        byte[] topic = message.topic().topicName().getBytes(US_ASCII);
        int size = 1 + topic.length + Integer.BYTES + message.key().length + message.value().length;
        return ByteBuffer.allocate(size)
                .put((byte) topic.length)
                .put(topic)
                .putInt(message.key().length)
                .put(message.key())
                .put(message.value())
                .array();
    }

    /** Empty for what another version wrote: an unknown topic, or another form. */
    static Optional<Message> decode(byte[] bytes) {
        try {
            var in = ByteBuffer.wrap(bytes);
            var topic = TOPICS.get(new String(take(in, in.get() & 0xff), US_ASCII));
            if (topic == null) return Optional.empty();
            return Optional.of(new Message(topic, take(in, in.getInt()), take(in, in.remaining())));
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static byte[] take(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) throw new BufferUnderflowException();
        var bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
