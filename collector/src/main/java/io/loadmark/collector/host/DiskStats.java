package io.loadmark.collector.host;

import io.loadmark.collector.kernel.MalformedFileException;
import io.loadmark.collector.kernel.Text;
import io.loadmark.schema.DiskCounters;
import java.util.ArrayList;
import java.util.List;

/**
 * Whole disks of {@code /proc/diskstats}; loop, ram and floppy devices and partitions left out. Device-mapper and md
 * devices count as disks beside those that they stand on: don't add them up.
 */
final class DiskStats {
    private static final int SECTOR_BYTES = 512;
    private static final int MICROS_PER_MILLI = 1000;
    /** A host has fewer; what is listed beyond is left out. */
    private static final int MAX_DISKS = 1024;

    private DiskStats() {}

    static List<DiskCounters> parse(Text text) throws MalformedFileException {
        var disks = new ArrayList<DiskCounters>();
        String disk = "";
        while (text.nextLine() && disks.size() < MAX_DISKS) {
            if (!text.hasWord()) continue;
            text.skipWords(2); // major and minor number
            String device = text.word();
            if (device.isEmpty()) throw text.malformed("no device name");
            if (isPartition(device, disk)) continue;
            disk = device;
            if (!isIgnored(device)) disks.add(counters(device, text));
        }
        return disks;
    }

    private static DiskCounters counters(String device, Text text) throws MalformedFileException {
        var disk = DiskCounters.newBuilder().setDevice(device).setReads(text.number());
        text.skipWords(1); // reads merged
        disk.setReadBytes(SECTOR_BYTES * text.number()).setReadMicros(micros(text));
        disk.setWrites(text.number());
        text.skipWords(1); // writes merged
        return disk.setWrittenBytes(SECTOR_BYTES * text.number())
                .setWriteMicros(micros(text))
                .setInFlight(text.number())
                .setBusyMicros(micros(text))
                .setQueueMicros(micros(text))
                .build();
    }

    private static long micros(Text text) throws MalformedFileException {
        return MICROS_PER_MILLI * text.number();
    }

    private static boolean isIgnored(String device) {
        return endsInDigitsAfter(device, "loop")
                || endsInDigitsAfter(device, "ram")
                || endsInDigitsAfter(device, "zram")
                || endsInDigitsAfter(device, "fd");
    }

    /** The kernel lists partitions behind their disk and names them so: sda1, but nvme0n1p1 (disk_name() in block/). */
    private static boolean isPartition(String device, String disk) {
        if (disk.isEmpty()) return false;
        return endsInDigitsAfter(device, Character.isDigit(disk.charAt(disk.length() - 1)) ? disk + "p" : disk);
    }

    private static boolean endsInDigitsAfter(String device, String prefix) {
        if (!device.startsWith(prefix) || device.length() == prefix.length()) return false;
        for (int i = prefix.length(); i < device.length(); i++) if (!Character.isDigit(device.charAt(i))) return false;
        return true;
    }
}
