package io.loadmark.model.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Windows of one second at 10 requests per second, all in one band. */
class CalledPeersTest {
    private static final Offset<Double> ROUNDING = within(1e-12);

    @Test
    void aBandHoldsTheTimeOfItsCallsByPeer() {
        var curve = learned(Map.of("stock", 0.2, "prices", 0.3), Map.of("stock", 0.1), Map.of());
        assertThat(curve.peers()).as("those with most time first").containsExactly("prices", "stock");
        assertThat(seconds(curve, "stock")).isCloseTo(0.3, ROUNDING);
        assertThat(seconds(curve, "prices")).isCloseTo(0.3, ROUNDING);
        assertThat(curve.bins().get(0).calls().ofOthers()).isZero();
    }

    @Test
    void whatComesAfterEightCountsWithTheOthers() {
        var curve = learned(eight(0.5), Map.of("ninth", 0.4, "other", 0.1));
        assertThat(curve.peers()).hasSize(8).doesNotContain("ninth", "other");
        assertThat(curve.bins().get(0).calls().ofOthers()).isCloseTo(0.5, ROUNDING);
    }

    @Test
    void onePeerThatTakesMoreThanAKnownOneHasInAllTakesItsPlace() {
        var peers = eight(0.5);
        peers.put("peer-3", 0.01);
        var curve = learned(peers, Map.of("ninth", 0.4), Map.of("ninth", 0.4));
        assertThat(curve.peers()).hasSize(8).contains("ninth").doesNotContain("peer-3");
        assertThat(seconds(curve, "ninth")).isCloseTo(0.8, ROUNDING);
        assertThat(curve.bins().get(0).calls().ofOthers()).isCloseTo(0.01, ROUNDING);
    }

    @Test
    void aNewVersionMayCallOthers() {
        var curve = learned(Map.of("stock", 0.2));
        var other = Windows.of(9, 10, 0.1, Windows.at(9, 10, 0.1).latency(), 0.5, "2.0");
        var after = CurveStep.step(curve, Windows.calling(other, Map.of("ledger", 0.1)))
                .curve();
        assertThat(after.peers()).containsExactly("ledger");
    }

    @Test
    void aLongNameIsCut() {
        var curve = learned(Map.of("x".repeat(200), 0.1));
        assertThat(curve.peers()).containsExactly("x".repeat(64));
    }

    @Test
    void theFoldOfInstancesAddsByNameNotByPlace() {
        var instances = new TreeMap<String, LoadQpsCurve>();
        instances.put("a", learned(Map.of("stock", 0.2), Map.of("prices", 0.1)));
        instances.put("b", learned(Map.of("prices", 0.4), Map.of("ledger", 0.5)));
        var folded = ServiceCurve.fold(instances);
        assertThat(folded.peers()).containsExactly("stock", "prices", "ledger");
        assertThat(seconds(folded, "stock")).isCloseTo(0.2, ROUNDING);
        assertThat(seconds(folded, "prices")).isCloseTo(0.5, ROUNDING);
        assertThat(seconds(folded, "ledger")).isCloseTo(0.5, ROUNDING);
    }

    @Test
    void whatIsStoredIsReadBackAlike() {
        var calls = learned(eight(0.5), Map.of("ninth", 0.4)).bins().get(0).calls();
        assertThat(PeerSeconds.of(calls.seconds())).isEqualTo(calls);
        assertThat(PeerSeconds.of(List.of())).isSameAs(PeerSeconds.none());
        assertThat(PeerSeconds.of(0, 0.5, 0).seconds()).containsExactly(0.0, 0.5);
        assertThatThrownBy(() -> PeerSeconds.of(new double[10])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PeerSeconds.of(-1)).hasMessageContaining("-1.0 s");
    }

    private static double seconds(LoadQpsCurve curve, String peer) {
        int place = curve.peers().indexOf(peer);
        return curve.bins().stream()
                .mapToDouble(bin -> bin.calls().ofPeer(place))
                .sum();
    }

    private static Map<String, Double> eight(double seconds) {
        var peers = new TreeMap<String, Double>();
        for (int i = 0; i < 8; i++) peers.put("peer-" + i, seconds);
        return peers;
    }

    @SafeVarargs
    private static LoadQpsCurve learned(Map<String, Double>... calls) {
        var windows = new ArrayList<LearnedWindow>();
        for (var window : calls) {
            windows.add(Windows.calling(Windows.at(windows.size(), 10, 0.1), window));
        }
        return Windows.learned(windows);
    }
}
