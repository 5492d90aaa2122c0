package io.loadmark.app.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the child process says on standard error, told in one line. */
final class ChildErrors {
    private static final Logger LOG = LoggerFactory.getLogger(ChildErrors.class);
    private static final Pattern FAULT = Pattern.compile(".*?Code: (\\d+)[.,] (?:DB::Exception: )?(.*)");
    private static final int KEPT_LINES = 50;
    private static final int LONGEST_LINE = 1000;
    private final ArrayDeque<String> lines = new ArrayDeque<>();

    /** Reads to the end; the child would stop once a full pipe blocks it. */
    void read(BufferedReader from) {
        try (from) {
            for (String line = from.readLine(); line != null; line = from.readLine()) add(line);
        } catch (IOException e) {
            LOG.debug("standard error of the embedded ClickHouse ended", e);
        }
    }

    synchronized void add(String line) {
        LOG.debug("embedded ClickHouse: {}", line);
        if (lines.size() == KEPT_LINES) lines.removeLast();
        lines.addLast(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line);
    }

    /** The first fault that the engine named, else its last words. */
    synchronized String reason() {
        for (String line : lines) {
            var fault = FAULT.matcher(line);
            if (fault.matches()) return told(fault.group(1), fault.group(2));
        }
        return lines.isEmpty() ? "it said nothing" : lines.getLast();
    }

    synchronized boolean portTaken() {
        return lines.stream().anyMatch(line -> line.contains("Code: 210"));
    }

    private static String told(String code, String message) {
        return switch (code) {
            case "76" -> "its data is in use by another ClickHouse server";
            case "210" -> "its port is taken; set embedded.clickhouse-port to another, or to 0";
            default -> message + " (code " + code + ")";
        };
    }
}
