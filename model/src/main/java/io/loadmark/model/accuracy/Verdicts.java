package io.loadmark.model.accuracy;

/**
 * How often an SLA was kept and broken below and beyond the throughput that had been named as the most.
 *
 * @param keptBelow the SLA held, as was said
 * @param brokenBelow it broke although the throughput was not beyond: too much had been promised
 * @param keptBeyond it held although the throughput was beyond: too little had been promised
 * @param brokenBeyond it broke, as was said
 */
public record Verdicts(int keptBelow, int brokenBelow, int keptBeyond, int brokenBeyond) {
    static final Verdicts NONE = new Verdicts(0, 0, 0, 0);

    Verdicts and(boolean kept, boolean beyond) {
        return new Verdicts(
                keptBelow + (kept && !beyond ? 1 : 0),
                brokenBelow + (!kept && !beyond ? 1 : 0),
                keptBeyond + (kept && beyond ? 1 : 0),
                brokenBeyond + (!kept && beyond ? 1 : 0));
    }

    /** Slots that were judged. */
    public int slots() {
        return right() + brokenBelow + keptBeyond;
    }

    /** Slots of which the right thing had been said. */
    public int right() {
        return keptBelow + brokenBeyond;
    }
}
