package io.loadmark.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes are: the right answer or {@link MalformedOtlpException}. The seed is the test's argument. */
class DamageTest {
    private static final int DAMAGES = 40;

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aCutRequestIsMalformedOrShorter(long seed) throws Exception {
        var random = new Random(seed);
        byte[] whole = new RandomRequests(seed).traces().toByteArray();
        for (int i = 0; i < DAMAGES && whole.length > 0; i++) {
            readsLikeTheFullParse(seed, Arrays.copyOf(whole, random.nextInt(whole.length)));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void flippedBitsAreMalformedOrReadAsTheyStand(long seed) throws Exception {
        var random = new Random(seed);
        byte[] whole = new RandomRequests(seed).traces().toByteArray();
        byte[] metrics = new RandomRequests(seed).metrics().toByteArray();
        for (int i = 0; i < DAMAGES; i++) {
            readsLikeTheFullParse(seed, flip(whole.clone(), random));
            nothingButMalformed(seed, flip(metrics.clone(), random));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noiseIsMalformed(long seed) throws Exception {
        var random = new Random(seed);
        for (int i = 0; i < DAMAGES; i++) {
            var noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            nothingButMalformed(seed, noise);
            if (noise.length > 2) {
                noise[0] = 1 << 3 | 2; // a resource, so that the noise is looked into
                noise[1] = (byte) Math.min(127, noise.length - 2);
                nothingButMalformed(seed, noise);
            }
        }
    }

    @Test
    void groupsNestedWithoutEndAreMalformed() {
        var groups = new byte[1 << 20];
        Arrays.fill(groups, (byte) (1 << 3 | 3));
        assertThatThrownBy(() -> SeenSpan.in(groups)).isInstanceOf(MalformedOtlpException.class);
    }

    @Test
    void aGroupThatEndsWithoutBeginningIsMalformed() {
        assertThatThrownBy(() -> SeenSpan.in(new byte[] {1 << 3 | 4}))
                .isInstanceOf(MalformedOtlpException.class)
                .hasMessageContaining("group");
    }

    @Test
    void lengthsBeyondTheRequestAreMalformed() throws Exception {
        for (int length : new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE - 8, -1, Integer.MIN_VALUE}) {
            var bytes = new ByteArrayOutputStream();
            var out = CodedOutputStream.newInstance(bytes);
            out.writeTag(1, 2);
            out.writeInt32NoTag(length);
            out.flush();
            assertThatThrownBy(() -> SeenSpan.in(bytes.toByteArray())).isInstanceOf(MalformedOtlpException.class);
        }
    }

    @Test
    void aTraceIdOfTheWrongLengthIsMalformed() {
        var span = Span.newBuilder().setTraceId(ByteString.copyFrom(new byte[15]));
        assertThatThrownBy(() -> SeenSpan.in(request(ScopeSpans.newBuilder().addSpans(span))))
                .isInstanceOf(MalformedOtlpException.class)
                .hasMessage("a trace id of 15 bytes instead of 16");
    }

    @Test
    void moreThanAMillionSpansAreRefused() {
        var scope = ScopeSpans.newBuilder();
        for (int i = 0; i <= Limits.MAX_ITEMS; i++) scope.addSpans(Span.getDefaultInstance());
        assertThatThrownBy(() -> OtlpTraces.read(request(scope), (resource, span) -> {}))
                .isInstanceOf(MalformedOtlpException.class)
                .hasMessageContaining("more than 1000000");
    }

    @Test
    void moreThanTenThousandResourcesAreRefused() {
        var request = ExportTraceServiceRequest.newBuilder();
        for (int i = 0; i <= Limits.MAX_RESOURCES; i++) request.addResourceSpans(ResourceSpans.getDefaultInstance());
        byte[] bytes = request.build().toByteArray();
        assertThatThrownBy(() -> SeenSpan.in(bytes)).isInstanceOf(MalformedOtlpException.class);
        assertThatThrownBy(() -> OtlpSplitter.traces(bytes, 100)).isInstanceOf(MalformedOtlpException.class);
    }

    private static byte[] request(ScopeSpans.Builder scope) {
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
                .build()
                .toByteArray();
    }

    private static byte[] flip(byte[] bytes, Random random) {
        for (int flips = bytes.length == 0 ? 0 : 1 + random.nextInt(3); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    /** What both can read they read alike; what only one can read is a matter of fields that Loadmark steps over. */
    private static void readsLikeTheFullParse(long seed, byte[] bytes) throws MalformedOtlpException {
        nothingButMalformed(seed, bytes);
        try {
            var full = Oracle.spans(ExportTraceServiceRequest.parseFrom(bytes));
            assertThat(SeenSpan.in(bytes)).as("seed %d", seed).isEqualTo(full);
        } catch (InvalidProtocolBufferException | BufferUnderflowException e) {
            return; // the full parse refuses it, or an id is too short for the oracle
        } catch (MalformedOtlpException e) {
            assertThat(e).as("seed %d", seed).hasMessageContaining(" id of "); // the one thing in which we are stricter
        }
    }

    private static void nothingButMalformed(long seed, byte[] bytes) throws MalformedOtlpException {
        onlyMalformed(seed, () -> SeenSpan.in(bytes));
        onlyMalformed(seed, () -> SeenCount.in(bytes));
        onlyMalformed(seed, () -> OtlpSplitter.traces(bytes, 64));
        onlyMalformed(seed, () -> OtlpSplitter.metrics(bytes, 64));
    }

    private static void onlyMalformed(long seed, ThrowingCallable read) {
        var thrown = catchThrowable(read);
        if (thrown != null) assertThat(thrown).as("seed %d", seed).isInstanceOf(MalformedOtlpException.class);
    }
}
