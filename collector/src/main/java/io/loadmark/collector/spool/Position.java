package io.loadmark.collector.spool;

import java.util.Comparator;

/**
 * A place between two records of a spool.
 *
 * @param segment number of the segment
 * @param offset bytes before it in that segment
 * @param index records before it in that segment, damaged ones left out
 */
public record Position(long segment, long offset, long index) implements Comparable<Position> {
    private static final Comparator<Position> ORDER =
            Comparator.comparingLong(Position::segment).thenComparingLong(Position::offset);

    static Position startOf(long segment) {
        return new Position(segment, 0, 0);
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }
}
