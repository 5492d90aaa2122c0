package io.loadmark.collector.logfile;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose log a file of {@code libvirt/qemu} is: libvirt writes QEMU's command line into it at each start, and names the file by the
 * domain. For one thread.
 */
final class DomainOfLog {
    private static final Path QEMU = Path.of("libvirt/qemu");
    private static final Pattern UUID =
            Pattern.compile("-uuid ([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\\b");
    /** The command line is a few KiB, and little follows it. */
    private static final int LOOK_BACK = 256 << 10;

    private final Map<Path, Optional<String>> uuids = new HashMap<>();

    /** A domain by its UUID and its name. */
    record Known(String uuid, String name) {}

    /** A line was read from the file. */
    void saw(Path file, String line) {
        if (isOfDomain(file)) last(line).ifPresent(uuid -> uuids.put(file, Optional.of(uuid)));
    }

    /** Empty for what is no domain's log, or does not tell. */
    Optional<Known> of(Path file) {
        if (!isOfDomain(file)) return Optional.empty();
        return uuids.computeIfAbsent(file, DomainOfLog::lookBack).map(uuid -> new Known(uuid, name(file)));
    }

    private static boolean isOfDomain(Path file) {
        var directory = file.getParent();
        return directory != null && directory.endsWith(QEMU);
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".log") ? name.substring(0, name.length() - ".log".length()) : name;
    }

    private static Optional<String> lookBack(Path file) {
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            long size = log.length();
            var end = new byte[(int) Math.min(size, LOOK_BACK)];
            log.seek(size - end.length);
            log.readFully(end);
            return last(new String(end, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> last(String text) {
        return UUID.matcher(text).results().reduce((before, after) -> after).map(found -> found.group(1)
                .toLowerCase(Locale.ROOT));
    }
}
