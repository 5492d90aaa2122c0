package io.loadmark.streams.requests;

import static io.loadmark.streams.TopologyHarness.TENANT;
import static io.loadmark.streams.TopologyHarness.micros;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.runtime.config.Configuration;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.DeadLetter;
import io.loadmark.schema.LateRequests;
import io.loadmark.schema.RequestWindow;
import io.loadmark.schema.SamplingSource;
import io.loadmark.streams.TopologyHarness;
import io.loadmark.streams.flow.StreamsSettings;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grace is 10 s: the window [0 s, 1 s) closes at 11 s of broker time. */
class RequestsTopologyTest {
    private Path stateDir;
    private TopologyHarness topology;

    @BeforeEach
    void start(@TempDir Path stateDir) {
        this.stateDir = stateDir;
        topology = harness("{}");
    }

    private TopologyHarness harness(String more) {
        var settings = Configuration.reference().with("the test", more).section("streams", StreamsSettings.class);
        return new TopologyHarness(
                progress -> new RequestsTopology(settings, TENANT, 1, progress).get(),
                stateDir.resolve("state-" + more.length()));
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @Test
    void onlyServerAndConsumerSpansAreRequests() {
        spans(Spans.of("a")
                .served(1, 0.1, 0.2)
                .add(Spans.span(2, 0.1, 0.2).setKind(Span.SpanKind.SPAN_KIND_CONSUMER))
                .add(Spans.span(3, 0.1, 0.2).setKind(Span.SpanKind.SPAN_KIND_CLIENT))
                .add(Spans.span(4, 0.1, 0.2).setKind(Span.SpanKind.SPAN_KIND_INTERNAL)));
        topology.readToEnd(11);

        assertThat(finals())
                .singleElement()
                .satisfies(w -> assertThat(w.getCounts().getSpans()).isEqualTo(2));
    }

    @Test
    void aRequestCountsWhereItEndsAndArrivesWhereItStarts() {
        spans(Spans.of("a").served(1, 0.75, 1.25));
        topology.readToEnd(12);

        assertThat(finals())
                .extracting(
                        RequestWindow::getStartMicros,
                        w -> w.getCounts().getSpans(),
                        w -> w.getCounts().getArrivals(),
                        w -> w.getCounts().getInFlightSeconds())
                .containsExactly(tuple(micros(0), 0L, 1.0, 0.25), tuple(micros(1), 1L, 0.0, 0.25));
    }

    @Test
    void theWallClockShowsProvisionalResultsButNeverFinishesAWindow() {
        spans(Spans.of("a").served(1, 0.1, 0.2));
        topology.passTime(Duration.ofHours(2));

        assertThat(topology.written(Topic.REQUESTS, RequestWindow.class))
                .extracting(RequestWindow::getRevision)
                .containsExactly(-1);
    }

    @Test
    void anIdlePartitionFinishesWindowsOnceItHasBeenReadToItsEnd() {
        spans(Spans.of("a").served(1, 0.1, 0.2));
        topology.readToEnd(10.9);
        assertThat(finals()).isEmpty();

        topology.readToEnd(11);
        assertThat(finals()).extracting(RequestWindow::getRevision).containsExactly(0);
    }

    @Test
    void aSpanThatIsSentAgainCountsOnce() {
        spans(Spans.of("a").served(1, 0.1, 0.2).served(2, 0.3, 0.4));
        spans(Spans.of("a").served(1, 0.1, 0.2).served(3, 0.3, 0.4));
        topology.readToEnd(11);

        assertThat(finals()).singleElement().satisfies(w -> {
            assertThat(w.getCounts().getSpans()).isEqualTo(3);
            assertThat(w.getCounts().getDuplicates()).isEqualTo(1);
        });
    }

    @Test
    void whatComesAfterTheCloseIsARevisionOfTheWholeWindow() {
        spans(Spans.of("a").served(1, 0.1, 0.2));
        topology.readToEnd(11);
        topology.store(Topic.SPANS, "a", Spans.of("a").served(2, 0.5, 0.6).bytes(), 1200);

        assertThat(finals())
                .extracting(RequestWindow::getRevision, w -> w.getCounts().getSpans(), w -> w.getCounts()
                        .getLate())
                .containsExactly(tuple(0, 1L, 0L), tuple(1, 2L, 1L));
    }

    @Test
    void whatIsLateByItsStampIsNotInTheFirstResultEvenIfItIsReadBeforeTheClose() {
        topology.store(Topic.SPANS, "a", Spans.of("a").served(1, 0.1, 0.2).bytes(), 11);
        spans(Spans.of("a").served(2, 0.1, 0.2));
        topology.readToEnd(11);

        assertThat(finals())
                .extracting(RequestWindow::getRevision, w -> w.getCounts().getSpans())
                .containsExactly(tuple(0, 1L), tuple(1, 2L));
    }

    @Test
    void whatComesTooLateToCorrectIsCountedInARecordOfItsOwn() {
        topology.store(
                Topic.SPANS,
                "a",
                Spans.of("a").served(1, 0.1, 0.2).served(2, 0.1, 0.3).bytes(),
                3611);

        assertThat(topology.written(Topic.REQUESTS, LateRequests.class))
                .extracting(LateRequests::getStartMicros, LateRequests::getSpans)
                .containsExactly(tuple(micros(0), 2L));
    }

    @Test
    void aLateGenerationAddsToWhatItsPartitionSaidBefore() {
        spans(Spans.of("a").served(1, 0.1, 0.2));
        topology.readToEnd(600); // the partial window has been forgotten by now
        topology.store(Topic.SPANS, "a", Spans.of("a").served(2, 0.1, 0.2).bytes(), 601);
        topology.readToEnd(1200);
        topology.store(Topic.SPANS, "a", Spans.of("a").served(3, 0.1, 0.2).bytes(), 1201);

        assertThat(finals()).extracting(w -> w.getCounts().getSpans()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void sampledSpansCountForThoseThatWereNotSent() {
        // th:c rejects 3 of 4: 2^56 / (2^56 − 0xc·2^52) = 4
        var sampled =
                Spans.span(1, 0.1, 0.2).setKind(Span.SpanKind.SPAN_KIND_SERVER).setTraceState("ot=th:c");
        spans(Spans.of("a").add(sampled).served(2, 0.1, 0.2));
        topology.readToEnd(11);

        assertThat(finals()).singleElement().satisfies(w -> {
            assertThat(w.getCounts().getRequests()).isEqualTo(5);
            assertThat(w.getCounts().getWithoutThreshold()).isEqualTo(1);
            assertThat(w.getSampling().getSource()).isEqualTo(SamplingSource.UNVERIFIED);
        });
    }

    @Test
    void refusedAndFailedRequestsAreToldApart() {
        var refused = Spans.span(1, 0.1, 0.2)
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .addAttributes(Spans.attribute("http.route", "/checkout"))
                .addAttributes(KeyValue.newBuilder()
                        .setKey("http.response.status_code")
                        .setValue(AnyValue.newBuilder().setIntValue(503)));
        var failed = Spans.span(2, 0.1, 0.2)
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
        spans(Spans.of("a").add(refused).add(failed));
        topology.readToEnd(11);

        assertThat(finals()).singleElement().satisfies(w -> {
            assertThat(w.getCounts().getRefused()).isEqualTo(1);
            assertThat(w.getCounts().getErrors()).isEqualTo(1);
            assertThat(w.getRoutes()).extracting(r -> r.getRoute()).containsExactly("/checkout", "GET /checkout");
        });
    }

    @Test
    void exactCountsOfMetricsCalibrateTheWindowsAfterTheirInterval() {
        var sampled = Spans.of("a");
        for (int i = 0; i < 50; i++) sampled.served(i, 0.1 + i * 0.1, 0.15 + i * 0.1); // 50 spans in [0 s, 5.1 s)
        topology.store(Topic.SPANS, "a", sampled.bytes(), 6);
        topology.store(Topic.METRICS, "a", Spans.counted("a", 0, 6, 100), 6);
        topology.store(Topic.SPANS, "a", Spans.of("a").served(99, 6.1, 6.2).bytes(), 7);
        topology.readToEnd(30);

        var last = finals().stream().reduce((x, y) -> y).orElseThrow();
        assertThat(last.getStartMicros()).isEqualTo(micros(6));
        assertThat(last.getSampling().getSource()).isEqualTo(SamplingSource.METRICS);
        assertThat(last.getSampling().getFactor()).isCloseTo(2, within(1e-9));
    }

    @Test
    void tailSampledSpansAreCountedAndTellNoLatency() {
        topology.close();
        topology = harness("streams: {tail-sampled: true}");
        spans(Spans.of("a").served(1, 0.1, 0.2));
        topology.readToEnd(11);
        assertThat(finals()).singleElement().satisfies(w -> {
            assertThat(w.getCounts().getRequests()).isEqualTo(1);
            assertThat(w.getLatency().getBuckets()).isEmpty();
        });
    }

    @Test
    void spansThatSuddenlyStandForMoreRequestsWereLost() {
        var spans = Spans.of("a");
        for (int i = 0; i < 100; i++) spans.served(i, 0.1 + i * 0.1, 0.15 + i * 0.1); // 50 spans in each five seconds
        topology.store(Topic.SPANS, "a", spans.bytes(), 10);
        topology.store(Topic.METRICS, "a", Spans.counted("a", 0, 5, 100), 10);
        topology.store(Topic.METRICS, "a", Spans.counted("a", 0, 10, 250), 10);
        topology.store(Topic.SPANS, "a", Spans.of("a").served(999, 10.2, 10.3).bytes(), 11);
        topology.readToEnd(35);

        var bySecond = finals().stream().map(RequestWindow::getSampling).toList();
        assertThat(bySecond.get(6).getFactor()).isCloseTo(2, within(0.05));
        assertThat(bySecond.get(6).getLossSuspected()).isFalse();
        assertThat(bySecond.get(10).getFactor()).isCloseTo(3, within(0.1));
        assertThat(bySecond.get(10).getLeastFactor()).isCloseTo(2, within(0.1));
        assertThat(bySecond.get(10).getLossSuspected()).isTrue();
    }

    @Test
    void aClockThatIsAheadHarmsOnlyItsOwnSpans() {
        topology.store(
                Topic.SPANS,
                "a",
                Spans.of("a").served(1, 3600, 3601).served(2, 0.1, 0.2).bytes(),
                1);
        spans(Spans.of("b").served(3, 0.1, 0.2));
        topology.readToEnd(11);

        assertThat(finals()).hasSize(2).allSatisfy(w -> {
            assertThat(w.getRevision()).isZero();
            assertThat(w.getCounts().getSpans()).isEqualTo(1);
        });
        assertThat(topology.written(Topic.DEAD_LETTERS, DeadLetter.class))
                .singleElement()
                .satisfies(d -> assertThat(d.getCause()).contains("NTP"));
    }

    @Test
    void garbageGoesToTheDeadLettersAndTheStreamGoesOn() {
        topology.store(Topic.SPANS, "a", "no protobuf at all".getBytes(UTF_8), 0.5);
        topology.store(Topic.METRICS, "a", new byte[] {(byte) 0xff, 1, 2}, 0.5);
        spans(Spans.of("a").served(1, 0.1, 0.2));
        topology.readToEnd(11);

        assertThat(topology.written(Topic.DEAD_LETTERS, DeadLetter.class))
                .extracting(DeadLetter::getTopic)
                .containsExactly("otlp_spans", "otlp_metrics");
        assertThat(finals()).hasSize(1);
    }

    private void spans(Spans spans) {
        topology.store(Topic.SPANS, "a", spans.bytes(), 1);
    }

    private List<RequestWindow> finals() {
        return topology.written(Topic.REQUESTS, RequestWindow.class).stream()
                .filter(w -> w.getRevision() >= 0)
                .toList();
    }
}
