package io.loadmark.collector.libvirt.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypedParametersTest {
    private final ByteBuffer raw =
            ByteBuffer.allocate(20 * TypedParameters.BYTES).order(ByteOrder.nativeOrder());
    private int count;

    private void parameter(String name, int type, Consumer<ByteBuffer> value) {
        int at = count++ * TypedParameters.BYTES;
        raw.position(at).put(name.getBytes(UTF_8));
        raw.putInt(at + 80, type);
        value.accept(raw.position(at + 88));
    }

    private DomainFigures decoded() {
        return TypedParameters.decode(raw.array(), address -> address == 77 ? "vda" : null);
    }

    @Test
    void everyTypeIsRead() {
        parameter("an.int", 1, b -> b.putInt(5));
        parameter("an.unsigned", 2, b -> b.putInt(-1));
        parameter("a.long", 3, b -> b.putLong(1L << 40));
        parameter("an.unsigned.long", 4, b -> b.putLong(1L << 50));
        parameter("a.double", 5, b -> b.putDouble(2.6));
        parameter("a.boolean", 6, b -> b.put((byte) 1));
        parameter("a.string", 7, b -> b.putLong(77));

        var figures = decoded();
        assertThat(figures.number("an.int")).isEqualTo(5);
        assertThat(figures.number("an.unsigned")).isEqualTo(0xffff_ffffL);
        assertThat(figures.number("a.long")).isEqualTo(1L << 40);
        assertThat(figures.number("an.unsigned.long")).isEqualTo(1L << 50);
        assertThat(figures.number("a.double")).isEqualTo(3);
        assertThat(figures.number("a.boolean")).isEqualTo(1);
        assertThat(figures.text("a.string")).isEqualTo("vda");
    }

    @Test
    void whatCannotBeIsAbsent() {
        parameter("too.large", 4, b -> b.putLong(-1)); // above what a long holds
        parameter("no.such.type", 99, b -> b.putLong(1));
        parameter("no.string", 7, b -> b.putLong(0));
        parameter("block.count", 4, b -> b.putLong(1L << 40));
        parameter("balloon.rss", 4, b -> b.putLong(Long.MAX_VALUE));

        var figures = decoded();
        assertThat(figures.number("too.large")).isNull();
        assertThat(figures.has("no.such.type")).isFalse();
        assertThat(figures.text("no.string")).isNull();
        assertThat(figures.count("block.count")).isZero();
        assertThat(figures.kibibytes("balloon.rss")).isNull();
    }

    @Test
    void aNameWithoutAnEndIsCutAtItsField() {
        parameter("n".repeat(80), 1, b -> b.putInt(1));
        assertThat(decoded().number("n".repeat(80))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyBytesAreReadWithoutAnException(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            var bytes = new byte[random.nextInt(10 * TypedParameters.BYTES)];
            random.nextBytes(bytes);
            assertThatCode(() -> TypedParameters.decode(bytes, address -> "s")).doesNotThrowAnyException();
        }
    }
}
