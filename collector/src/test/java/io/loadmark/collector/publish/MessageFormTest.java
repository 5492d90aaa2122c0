package io.loadmark.collector.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.loadmark.runtime.topics.Topic;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageFormTest {
    @ParameterizedTest
    @EnumSource
    void whatIsEncodedIsDecoded(Topic topic) {
        var bytes = MessageForm.encode(new Message(topic, "a/ü".getBytes(UTF_8), new byte[] {0, -1, 7}));
        var message = MessageForm.decode(bytes).orElseThrow();
        assertThat(message.topic()).isEqualTo(topic);
        assertThat(message.key()).asString(UTF_8).isEqualTo("a/ü");
        assertThat(message.value()).containsExactly(0, -1, 7);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void otherBytesAreNoMessageAndNoException(long seed) {
        var random = new Random(seed);
        var sound = MessageForm.encode(new Message(Topic.HOST, new byte[20], new byte[20]));
        for (int i = 0; i < 1000; i++) {
            var bytes = Arrays.copyOf(sound, random.nextInt(sound.length));
            if (bytes.length > 0) bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            assertThatCode(() -> MessageForm.decode(bytes)).as("seed %d", seed).doesNotThrowAnyException();
        }
    }
}
