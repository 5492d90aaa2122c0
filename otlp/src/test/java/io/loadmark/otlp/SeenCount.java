package io.loadmark.otlp;

import java.util.ArrayList;
import java.util.List;

/** What a visitor saw of a count, kept for comparison. */
record SeenCount(
        ResourceFields resource, String series, long startNanos, long timeNanos, long count, boolean cumulative) {

    static List<SeenCount> in(byte[] request) throws MalformedOtlpException {
        var seen = new ArrayList<SeenCount>();
        OtlpMetrics.read(
                request,
                (resource, series, start, time, count, cumulative) ->
                        seen.add(new SeenCount(resource, series, start, time, count, cumulative)));
        return seen;
    }

    /** The metric without the hash of its attributes. */
    String metric() {
        return series.substring(0, series.indexOf('#'));
    }

    SeenCount withoutHash() {
        return new SeenCount(resource, metric(), startNanos, timeNanos, count, cumulative);
    }
}
