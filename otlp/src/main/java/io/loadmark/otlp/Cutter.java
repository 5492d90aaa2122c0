package io.loadmark.otlp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts messages between their children until each part fits. Every part repeats what its message says beside the
 * children (the resource, the scope). A message that says so much beside them that the parts would mostly repeat it is
 * rejected: otherwise a small request could be blown up into a huge number of bytes.
 */
final class Cutter {
    private static final int MAX_HEAD_SHARE = 4;

    private final ItemCounter counter;
    private int rejected;

    Cutter(ItemCounter counter) {
        this.counter = counter;
    }

    /** Items that did not fit, so far. */
    int rejected() {
        return rejected;
    }

    /** Requests of at most {@code room} bytes that hold these ResourceSpans or ResourceMetrics. */
    List<Slice> requests(List<Slice> resources, int room) throws IOException {
        return pack(new byte[0], resources, Slice.REQUEST_LEVEL, room);
    }

    private List<Slice> cut(Slice message, int level, int room) throws IOException {
        if (message.length() <= room) return List.of(message);
        if (level == Slice.ITEM_LEVEL) return reject(message, level);
        var head = new ByteArrayOutputStream();
        var children = new ArrayList<Slice>();
        take(message, level, head, children);
        if (head.size() > room / MAX_HEAD_SHARE) return reject(message, level);
        return pack(head.toByteArray(), children, level, room);
    }

    private List<Slice> reject(Slice message, int level) throws IOException {
        rejected += counter.in(message, level);
        return List.of();
    }

    /** Takes a message apart into the bytes beside its children, and the children. */
    private static void take(Slice message, int level, ByteArrayOutputStream head, List<Slice> children)
            throws IOException {
        var in = message.reader();
        int start = in.position();
        while (in.next()) {
            if (in.tag() == Slice.childTag(level)) {
                in.slice();
                children.add(Slice.of(in));
            } else {
                in.skip();
                head.write(message.source(), start, in.position() - start);
            }
            start = in.position();
        }
    }

    /** Puts as many children as fit into each of as many messages as it takes. */
    private List<Slice> pack(byte[] head, List<Slice> children, int level, int room) throws IOException {
        var packing = new Packing(head, Slice.childTag(level), room);
        for (var child : children) {
            for (var part : cut(child, level + 1, packing.childRoom())) packing.add(part);
        }
        return packing.finish();
    }
}
