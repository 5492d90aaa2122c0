package io.loadmark.model.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CoveredTimeTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void whatTwoCallsShareBelongsToTheOneThatEndsFirst() {
        assertThat(parts(List.of(call(1, 1, 0, 4), call(1, 2, 2, 6), call(1, 3, 8, 9), call(2, 4, 0, 6))))
                .containsExactlyInAnyOrderEntriesOf(Map.of(1L, 4.0, 2L, 2.0, 3L, 1.0, 4L, 6.0));
    }

    @Test
    void aCallThatHoldsOthersAddsWhatTheyLeave() {
        assertThat(parts(List.of(call(1, 1, 1, 2), call(1, 2, 3, 4), call(1, 3, 0, 5))))
                .containsExactlyInAnyOrderEntriesOf(Map.of(1L, 1.0, 2L, 1.0, 3L, 3.0));
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void thePartsAddUpToTheUnionInWhateverOrderTheCallsCome(long seed) {
        var random = new Random(seed);
        var calls = new ArrayList<CalledSpan>();
        var union = new BitSet();
        for (int i = random.nextInt(12); i >= 0; i--) {
            int from = random.nextInt(50);
            int to = from + random.nextInt(20);
            calls.add(call(1, i, from, to));
            union.set(from, to);
        }
        var parts = parts(calls);
        assertThat(parts.values().stream().mapToDouble(Double::doubleValue).sum())
                .as("seed %d", seed)
                .isCloseTo(union.cardinality(), within(1e-9));
        Collections.shuffle(calls, random);
        assertThat(parts(calls)).as("seed %d", seed).isEqualTo(parts);
    }

    private static Map<Long, Double> parts(List<CalledSpan> calls) {
        var parts = new HashMap<Long, Double>();
        CoveredTime.each(calls, call -> "", (call, part) -> parts.put(call.spanId(), part));
        return parts;
    }

    private static CalledSpan call(long trace, long id, long from, long to) {
        return new CalledSpan(0, trace, id, from * SECOND, to * SECOND, 1, false, true, "stock");
    }
}
