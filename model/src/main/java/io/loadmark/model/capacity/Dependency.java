package io.loadmark.model.capacity;

import io.loadmark.model.capacity.Capacity.Bottleneck;
import io.loadmark.model.curve.Axis;
import io.loadmark.model.curve.LoadBin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The service whose calls make requests wait. Of those that are told apart the one whose calls grow most and grow as behind a queue;
 * where there is none, the calls taken together, as nobody's. Calls that run beside longer ones may grow and keep nobody
 * waiting: what the calls together take has to grow with them.
 */
final class Dependency {
    /** The part of a peer's growth that requests must feel. */
    private static final double LEAST_FELT = 0.5;

    /** So many are tried: with each more chance would make a queue of one that isn't. */
    private static final int MOST_TRIED = 3;

    private final List<LoadBin> bins;

    private Dependency(List<LoadBin> bins) {
        this.bins = bins;
    }

    /** Of a curve's peers and its bands, ascending; absent when no calls grow as behind a queue. */
    static @Nullable Waiting of(List<String> peers, List<LoadBin> bins) {
        return new Dependency(bins).find(peers);
    }

    /** A peer, and how much longer the calls to it take a request at the most throughput than at the least, seconds. */
    private record Grown(int peer, double seconds) {}

    private @Nullable Waiting find(List<String> peers) {
        double felt = growth(Dependency::all);
        var grown = new ArrayList<Grown>();
        for (int i = 0; i < peers.size(); i++) {
            double seconds = growth(to(i));
            if (seconds > 0 && felt >= LEAST_FELT * seconds) grown.add(new Grown(i, seconds));
        }
        grown.sort(Comparator.comparingDouble(Grown::seconds).reversed());
        for (Grown one : grown.subList(0, Math.min(MOST_TRIED, grown.size()))) {
            var found = queue(to(one.peer));
            if (found != null) return place(found, peers.get(one.peer));
        }
        var found = queue(Dependency::all);
        return found == null ? null : place(found, null);
    }

    private Waiting place(WaitFit.Found found, @Nullable String peer) {
        return found.place(Bottleneck.DEPENDENCY, peer).calmAt(bins.get(0).requestsPerSecond());
    }

    private static double all(LoadBin bin) {
        return Places.perRequest(bin, Axis.CALLS_IN_FLIGHT);
    }

    private static ToDoubleFunction<LoadBin> to(int peer) {
        return bin -> bin.requests() == 0 ? 0 : bin.calls().ofPeer(peer) / bin.requests();
    }

    private double growth(ToDoubleFunction<LoadBin> seconds) {
        var line = new Line();
        for (LoadBin bin : bins) line.add(bin.requests(), bin.requestsPerSecond(), seconds.applyAsDouble(bin));
        return line.slope()
                * (bins.get(bins.size() - 1).requestsPerSecond() - bins.get(0).requestsPerSecond());
    }

    private WaitFit.@Nullable Found queue(ToDoubleFunction<LoadBin> seconds) {
        var fit = new WaitFit();
        for (LoadBin bin : bins) {
            double one = seconds.applyAsDouble(bin);
            if (one > 0) fit.add(bin.requests(), bin.requestsPerSecond(), one);
        }
        // The call is mostly its service; what other callers take shows as a longer one.
        return fit.find((servers, service, rest) -> service < 1.1 * rest && service > 0.4 * rest ? 1.0 / servers : 0);
    }
}
