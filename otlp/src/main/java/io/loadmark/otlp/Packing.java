package io.loadmark.otlp;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Fills messages with children, each message beginning with the same head, none larger than {@code room}. */
final class Packing {
    private static final int MAX_PREFIX = 6; // a tag of one byte and a length of at most five

    private final byte[] head;
    private final int childTag;
    private final int room;
    private final List<Slice> full = new ArrayList<>();
    private ByteArrayOutputStream open = new ByteArrayOutputStream();

    Packing(byte[] head, int childTag, int room) {
        this.head = head;
        this.childTag = childTag;
        this.room = room;
    }

    /** How large a child may be. */
    int childRoom() {
        return room - head.length - MAX_PREFIX;
    }

    void add(Slice child) throws IOException {
        int size = CodedOutputStream.computeUInt32SizeNoTag(childTag)
                + CodedOutputStream.computeUInt32SizeNoTag(child.length())
                + child.length();
        if (open.size() + size > room) close();
        if (open.size() == 0) open.write(head);
        var out = CodedOutputStream.newInstance(open, 2 * MAX_PREFIX);
        out.writeUInt32NoTag(childTag);
        out.writeUInt32NoTag(child.length());
        out.flush();
        open.write(child.source(), child.from(), child.length());
    }

    List<Slice> finish() {
        close();
        return full;
    }

    private void close() {
        if (open.size() == 0) return;
        byte[] message = open.toByteArray();
        full.add(new Slice(message, 0, message.length));
        open = new ByteArrayOutputStream();
    }
}
