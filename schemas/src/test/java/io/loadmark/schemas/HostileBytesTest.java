package io.loadmark.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.loadmark.schema.DeadLetter;
import io.loadmark.schema.HostSample;
import io.loadmark.schema.SeenSpans;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes: a record or a {@link BadRecordException}, at a cost in proportion to their length. */
class HostileBytesTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 1_000;
    /** What a refusal costs however short the bytes are: its stack trace, the decoder, collections' first size. */
    private static final long FIXED_COST_BYTES = 256 << 10;
    /** Objects are larger than their encoding: an empty string is one byte on the wire and about 50 in memory. */
    private static final long COST_PER_BYTE = 100;

    @ParameterizedTest
    @MethodSource("types")
    void damagedRecordsAreRefusedOrReadAtAModestCost(Class<? extends SpecificRecord> type) {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        var random = new Random(seed);
        var codec = AvroCodec.of(type);
        reads(codec, encoded(random, type), "the first loads classes and resolves schemas");
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = damaged(random, encoded(random, type));
            verifyHarmless(codec, bytes, "-Dfuzz.seed=" + seed + " round " + round);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1L << 20, Integer.MAX_VALUE, 1L + Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE})
    void aLengthThatIsNotThereIsNotAllocated(long length) throws IOException {
        verifyRefused(AvroCodec.of(SeenSpans.class), body -> body.writeLong(length));
        verifyRefused(AvroCodec.of(DeadLetter.class), body -> body.writeLong(length));
        verifyRefused(AvroCodec.of(HostSample.class), body -> {
            for (String text : List.of("tenant", "host", "boot")) body.writeString(text);
            body.writeLong(1);
            body.writeLong(1);
            body.writeString("name");
            body.writeInt(4);
            body.writeIndex(0); // no cpu
            body.writeLong(length); // so many cpus
        });
    }

    private interface Body {
        void writeTo(BinaryEncoder encoder) throws IOException;
    }

    private static void verifyRefused(AvroCodec<?> codec, Body body) throws IOException {
        reads(codec, header(codec), "the first loads classes and resolves schemas");
        var bytes = new ByteArrayOutputStream();
        bytes.write(header(codec));
        var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        body.writeTo(encoder);
        encoder.flush();
        assertThat(verifyHarmless(codec, bytes.toByteArray(), codec.schema().getName()))
                .isFalse();
    }

    /** Returns whether the bytes were a record after all. */
    private static boolean verifyHarmless(AvroCodec<?> codec, byte[] bytes, String what) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        boolean read = reads(codec, bytes, what);
        long cost = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(cost).as("bytes allocated, %s", what).isLessThan(FIXED_COST_BYTES + COST_PER_BYTE * bytes.length);
        return read;
    }

    private static boolean reads(AvroCodec<?> codec, byte[] bytes, String what) {
        try {
            codec.decode(bytes);
            return true;
        } catch (BadRecordException e) {
            return false;
        } catch (Throwable e) { // the point of the test: there must be no other
            return fail(what, e);
        }
    }

    private static byte[] header(AvroCodec<?> codec) {
        var header = new byte[SingleObject.HEADER_BYTES];
        header[0] = (byte) 0xc3;
        header[1] = 1;
        long fingerprint = SingleObject.fingerprint(codec.schema());
        for (int i = 2; i < header.length; i++) header[i] = (byte) (fingerprint >>> (8 * (i - 2)));
        return header;
    }

    private static <T extends SpecificRecord> byte[] encoded(Random random, Class<T> type) {
        return AvroCodec.of(type, List.of()).encode(new RandomRecords(random.nextLong()).of(type));
    }

    /** The header stays, or nothing behind it would be reached. */
    private static byte[] damaged(Random random, byte[] bytes) {
        int body = bytes.length - SingleObject.HEADER_BYTES;
        for (int hits = 1 + random.nextInt(4); hits > 0 && body > 0; hits--) {
            int at = SingleObject.HEADER_BYTES + random.nextInt(body);
            int length = Math.min(1 + random.nextInt(10), bytes.length - at);
            // Long runs of 0xff are huge numbers in Avro's variable-length encoding.
            if (random.nextBoolean()) Arrays.fill(bytes, at, at + length, (byte) 0xff);
            else bytes[at] = (byte) random.nextInt();
        }
        return random.nextInt(4) == 0
                ? Arrays.copyOf(bytes, SingleObject.HEADER_BYTES + random.nextInt(body + 20))
                : bytes;
    }

    static List<Class<? extends SpecificRecord>> types() {
        return StandaloneRecords.ALL;
    }
}
