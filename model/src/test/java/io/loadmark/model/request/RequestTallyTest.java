package io.loadmark.model.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.request.RouteClasses.Count;
import io.loadmark.model.window.Tumbling;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestTallyTest {
    @Test
    void aSampledSpanCountsForThoseItStandsFor() {
        var tally = new RequestTally();
        tally.ended(span(4, true, false));
        tally.ended(span(1, false, true));

        assertThat(tally.spans).isEqualTo(2);
        assertThat(tally.requests).isEqualTo(5);
        assertThat(tally.errors).isEqualTo(4);
        assertThat(tally.refused).isEqualTo(1);
        assertThat(tally.latency().build().count()).isEqualTo(5);
        assertThat(tally.routes().folded()).isEqualTo(Map.of("/a", new Count(5, 4)));
    }

    @Test
    void timeInFlightIsSharedAmongTheWindowsItFellInto() {
        var span = new ServedSpan(1, 750_000_000L, 2_250_000_000L, 1, true, false, false, "/a");

        assertThat(span.startWindow()).isZero();
        assertThat(span.endWindow()).isEqualTo(2_000_000);
        assertThat(span.secondsIn(0, Tumbling.SECOND)).isCloseTo(0.25, within(1e-12));
        assertThat(span.secondsIn(1_000_000, Tumbling.SECOND)).isCloseTo(1, within(1e-12));
        assertThat(span.secondsIn(2_000_000, Tumbling.SECOND)).isCloseTo(0.25, within(1e-12));
        assertThat(span.secondsIn(3_000_000, Tumbling.SECOND)).isZero();
    }

    @Test
    void aSpanThatEndsBeforeItStartsEndsWhenItStarts() {
        assertThat(new ServedSpan(1, 500, 400, 1, true, false, false, "/a").endNanos())
                .isEqualTo(500);
    }

    @Test
    void theBusiestSixteenRoutesStayAndTheRestIsFolded() {
        var routes = new RouteClasses();
        for (int i = 1; i <= 18; i++) routes.add("/" + i, i, 1);

        var folded = routes.folded();
        assertThat(folded).hasSize(17).containsKey("/18").doesNotContainKeys("/1", "/2");
        assertThat(folded.get(RouteClasses.OTHER)).isEqualTo(new Count(3, 2));
    }

    @Test
    void foldingWhatWasFoldedAddsToOther() {
        var routes = new RouteClasses();
        for (int i = 1; i <= 16; i++) routes.add("/" + i, i + 10, 0);
        routes.add(RouteClasses.OTHER, 5, 1);
        routes.add("/rare", 1, 0);

        assertThat(routes.folded().get(RouteClasses.OTHER)).isEqualTo(new Count(6, 1));
    }

    private static ServedSpan span(double weight, boolean failed, boolean refused) {
        return new ServedSpan(1, 0, 5_000_000, weight, weight > 1, failed, refused, "/a");
    }
}
