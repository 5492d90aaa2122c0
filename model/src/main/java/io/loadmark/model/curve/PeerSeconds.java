package io.loadmark.model.curve;

import java.util.Arrays;
import java.util.List;

/**
 * Time that calls cover, seconds: first that of the peers which are not told apart, then that of each of the curve's peers
 * ({@link LoadQpsCurve#peers()}) in their order. Immutable.
 */
public final class PeerSeconds {
    private static final PeerSeconds NONE = new PeerSeconds(new double[0]);

    private final double[] seconds;

    private PeerSeconds(double[] seconds) {
        this.seconds = seconds;
    }

    /** Of no calls. */
    public static PeerSeconds none() {
        return NONE;
    }

    /**
     * As stored.
     *
     * @throws IllegalArgumentException when there are too many, or a time isn't finite or is negative
     */
    public static PeerSeconds of(double... seconds) {
        return seconds.length == 0 ? NONE : owning(seconds.clone());
    }

    /** The same of an array that nobody changes any more. */
    static PeerSeconds owning(double[] seconds) {
        if (seconds.length > CalledPeers.MOST + 1) {
            throw new IllegalArgumentException(seconds.length + " peers are more than a curve tells apart");
        }
        for (double time : seconds) {
            if (!(time >= 0 && Double.isFinite(time))) {
                throw new IllegalArgumentException("calls can't take " + time + " s");
            }
        }
        return new PeerSeconds(seconds);
    }

    /** The same of a list. */
    public static PeerSeconds of(List<Double> seconds) {
        return seconds.isEmpty()
                ? NONE
                : of(seconds.stream().mapToDouble(Double::doubleValue).toArray());
    }

    PeerSeconds plus(PeerSeconds other) {
        if (other.seconds.length == 0) return this;
        if (seconds.length == 0) return other;
        double[] sum = Arrays.copyOf(seconds, Math.max(seconds.length, other.seconds.length));
        for (int i = 0; i < other.seconds.length; i++) sum[i] += other.seconds[i];
        return new PeerSeconds(sum);
    }

    /** Time that calls to the i-th of the curve's peers cover. */
    public double ofPeer(int i) {
        return at(i + 1);
    }

    /** Time that calls to the others cover. */
    double ofOthers() {
        return at(0);
    }

    private double at(int i) {
        return i < seconds.length ? seconds[i] : 0;
    }

    /**
     * The same in another order of peers.
     *
     * @param places of each peer its new place, −1 for those that are no longer told apart
     */
    PeerSeconds moved(int[] places) {
        if (seconds.length == 0) return this;
        double[] moved = new double[CalledPeers.MOST + 1];
        moved[0] = seconds[0];
        for (int i = 1; i < seconds.length; i++) moved[places[i - 1] + 1] += seconds[i];
        return new PeerSeconds(moved);
    }

    /** As they are stored; they end with the last that is not 0. */
    public List<Double> seconds() {
        int length = seconds.length;
        while (length > 0 && seconds[length - 1] == 0) length--;
        return Arrays.stream(seconds, 0, length).boxed().toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PeerSeconds that && seconds().equals(that.seconds());
    }

    @Override
    public int hashCode() {
        return seconds().hashCode();
    }

    @Override
    public String toString() {
        return "PeerSeconds" + seconds();
    }
}
