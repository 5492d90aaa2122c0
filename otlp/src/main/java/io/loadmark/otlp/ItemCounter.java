package io.loadmark.otlp;

import static io.loadmark.otlp.ProtoReader.LEN;

import java.io.IOException;

/** Counts what OTLP's partial success speaks of: spans in trace requests, data points in metrics requests. */
enum ItemCounter {
    SPANS {
        @Override
        int inItem(Slice span) {
            return 1;
        }
    },
    DATA_POINTS {
        @Override
        int inItem(Slice metric) throws IOException {
            int points = 0;
            var in = metric.reader();
            while (in.next()) {
                if (isData(in.tag())) {
                    in.slice();
                    points += children(in.sliced());
                } else {
                    in.skip();
                }
            }
            return points;
        }

        private static boolean isData(int tag) {
            return tag == GAUGE || tag == SUM || tag == HISTOGRAM || tag == EXPONENTIAL_HISTOGRAM || tag == SUMMARY;
        }

        private static int children(ProtoReader data) throws IOException {
            int points = 0;
            while (data.next()) {
                if (data.tag() == POINTS) points++;
                data.skip();
            }
            return points;
        }
    };

    private static final int GAUGE = 5 << 3 | LEN;
    private static final int SUM = 7 << 3 | LEN;
    private static final int HISTOGRAM = 9 << 3 | LEN;
    private static final int EXPONENTIAL_HISTOGRAM = 10 << 3 | LEN;
    private static final int SUMMARY = 11 << 3 | LEN;
    private static final int POINTS = 1 << 3 | LEN;

    abstract int inItem(Slice item) throws IOException;

    /** Items in a message of this depth. */
    int in(Slice message, int level) throws IOException {
        if (level == Slice.ITEM_LEVEL) return inItem(message);
        int items = 0;
        var in = message.reader();
        while (in.next()) {
            if (in.tag() == Slice.childTag(level)) {
                in.slice();
                items += in(Slice.of(in), level + 1);
            } else {
                in.skip();
            }
        }
        return items;
    }
}
