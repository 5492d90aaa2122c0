package io.loadmark.model.curve;

import io.loadmark.model.request.PeerClasses;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Which peers a curve tells apart: the first {@value #MOST} that were called, of those that came at once the ones that took most
 * time. Later ones count with the others, unless one takes more time in one window than one of the known peers has in all;
 * then it takes that one's place.
 *
 * @param peers the curve's peers after a window
 * @param bins the curve's bands before it, in the order of those peers
 * @param seconds what the window adds, in the same order
 */
record CalledPeers(List<String> peers, List<LoadBin> bins, PeerSeconds seconds) {
    static final int MOST = 8;

    /** Names beyond are cut, so that the curve's size stays bounded. */
    private static final int LONGEST_NAME = 64;

    private static final Comparator<Map.Entry<String, Double>> LONGEST_FIRST = Comparator.comparingDouble(
                    (Map.Entry<String, Double> e) -> -e.getValue())
            .thenComparing(Map.Entry::getKey);

    /** Of a curve's peers and bands, and the time that calls to each peer cover in a window, seconds. */
    static CalledPeers of(List<String> peers, List<LoadBin> bins, Map<String, Double> window) {
        if (window.isEmpty()) return new CalledPeers(peers, bins, PeerSeconds.none());
        double[] seconds = new double[MOST + 1];
        int met = 0;
        for (int i = 0; i < peers.size(); i++) {
            Double time = window.get(peers.get(i));
            seconds[i + 1] = time == null ? 0 : time;
            met += time == null ? 0 : 1;
        }
        var told = new CalledPeers(peers, bins, PeerSeconds.owning(seconds));
        return met == window.size() ? told : told.withUnknown(window);
    }

    private CalledPeers withUnknown(Map<String, Double> window) {
        var told = this;
        var unknown = new ArrayList<>(window.entrySet());
        unknown.removeIf(called -> peers.contains(called.getKey()));
        unknown.sort(LONGEST_FIRST);
        for (var called : unknown) told = told.with(called.getKey(), called.getValue());
        return told;
    }

    private static String cut(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    private CalledPeers with(String name, double time) {
        String peer = cut(name);
        int known = peers.indexOf(peer);
        if (known >= 0) return adding(known, time);
        if (time == 0 || peer.equals(PeerClasses.OTHER)) return adding(-1, time);
        var more = new ArrayList<>(peers);
        if (peers.size() < MOST) {
            more.add(peer);
            return new CalledPeers(List.copyOf(more), bins, seconds).adding(peers.size(), time);
        }
        int least = least();
        if (total(least) >= time) return adding(-1, time);
        more.set(least, peer);
        return without(least, List.copyOf(more)).adding(least, time);
    }

    private CalledPeers adding(int place, double time) {
        double[] one = new double[MOST + 1];
        one[place + 1] = time;
        return new CalledPeers(peers, bins, seconds.plus(PeerSeconds.owning(one)));
    }

    private int least() {
        int least = 0;
        for (int i = 1; i < MOST; i++) least = total(i) < total(least) ? i : least;
        return least;
    }

    private double total(int peer) {
        double sum = seconds.ofPeer(peer);
        for (LoadBin bin : bins) sum += bin.calls().ofPeer(peer);
        return sum;
    }

    /** One of the peers counts with the others from now on. */
    private CalledPeers without(int gone, List<String> after) {
        int[] places = new int[MOST];
        for (int i = 0; i < MOST; i++) places[i] = i == gone ? -1 : i;
        return new CalledPeers(after, moved(bins, places), seconds.moved(places));
    }

    /** The bands with their peers in other places, −1 for none. */
    private static List<LoadBin> moved(List<LoadBin> bins, int[] places) {
        return bins.stream()
                .map(bin -> bin.withCalls(bin.calls().moved(places)))
                .toList();
    }

    /** The bands of another curve in the order of this one's peers, which may become more. */
    static CalledPeers folded(List<String> peers, LoadQpsCurve other) {
        var all = new ArrayList<>(peers);
        int[] places = new int[MOST];
        for (int i = 0; i < other.peers().size(); i++) {
            String peer = other.peers().get(i);
            if (!all.contains(peer) && all.size() < MOST) all.add(peer);
            places[i] = all.indexOf(peer);
        }
        return new CalledPeers(List.copyOf(all), moved(other.bins(), places), PeerSeconds.none());
    }
}
