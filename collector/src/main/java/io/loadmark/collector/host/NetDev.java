package io.loadmark.collector.host;

import io.loadmark.collector.kernel.MalformedFileException;
import io.loadmark.collector.kernel.Text;
import io.loadmark.schema.NicCounters;
import java.util.ArrayList;
import java.util.List;

/** The interfaces of {@code /proc/net/dev}. */
final class NetDev {
    /** Enough for a host full of containers; what is listed beyond is left out. */
    private static final int MAX_NICS = 1024;

    private static final int HEADER_LINES = 2;
    private static final int BETWEEN_DROPS_AND_SENT = 4; // fifo frame compressed multicast

    private NetDev() {}

    static List<NicCounters> parse(Text text) throws MalformedFileException {
        for (int i = 0; i < HEADER_LINES; i++) if (!text.nextLine()) throw text.malformed("no header");
        var nics = new ArrayList<NicCounters>();
        while (text.nextLine() && nics.size() < MAX_NICS) if (text.hasWord()) nics.add(counters(text));
        return nics;
    }

    private static NicCounters counters(Text text) throws MalformedFileException {
        var nic = NicCounters.newBuilder()
                .setDevice(text.untilLast(':'))
                .setReceivedBytes(text.number())
                .setReceivedPackets(text.number())
                .setReceiveErrors(text.number())
                .setReceiveDrops(text.number());
        text.skipWords(BETWEEN_DROPS_AND_SENT);
        return nic.setSentBytes(text.number())
                .setSentPackets(text.number())
                .setSendErrors(text.number())
                .setSendDrops(text.number())
                .build();
    }
}
