package io.loadmark.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reading in place sees what OpenTelemetry's generated classes see; the seed is the test's argument. */
class ReadingMatchesFullParseTest {

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void spansAreThoseOfTheFullParse(long seed) throws Exception {
        var request = new RandomRequests(seed).traces();
        assertThat(SeenSpan.in(request.toByteArray())).as("seed %d", seed).isEqualTo(Oracle.spans(request));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void fieldsMayComeInAnyOrder(long seed) throws Exception {
        var request = new RandomRequests(seed).traces();
        byte[] backwards = Backwards.encode(request);
        assertThat(SeenSpan.in(backwards))
                .as("seed %d", seed)
                .isEqualTo(Oracle.spans(ExportTraceServiceRequest.parseFrom(backwards)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void countsAreThoseOfTheFullParse(long seed) throws Exception {
        var request = new RandomRequests(seed).metrics();
        assertThat(SeenCount.in(request.toByteArray()).stream().map(SeenCount::withoutHash))
                .as("seed %d", seed)
                .isEqualTo(Oracle.counts(request));
    }
}
