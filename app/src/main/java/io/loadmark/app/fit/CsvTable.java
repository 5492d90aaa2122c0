package io.loadmark.app.fit;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.loadmark.runtime.config.ConfigException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * A table of text with named columns. Separated by comma, semicolon or tab, whichever the header has most of; quoted as in
 * RFC 4180; UTF-8 with or without a byte order mark.
 *
 * @param source its file, for messages
 * @param columns names, as in the header
 * @param rows each as long as {@code columns}; absent fields are empty
 */
public record CsvTable(String source, List<String> columns, List<List<String>> rows) {
    /** What fits into the memory that the command runs with. */
    private static final int MOST_FIELDS = 3_000_000;

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final String SEPARATORS = ",;\t";

    /**
     * Reads a file whole.
     *
     * @throws ConfigException when it can't be read, is no table, or is too large
     */
    public static CsvTable read(Path file) {
        var rows = new ArrayList<List<String>>();
        var columns = stream(file, (header, row) -> {
            rows.add(row);
            if ((long) rows.size() * header.size() > MOST_FIELDS) {
                throw new ConfigException(file + " holds more than " + MOST_FIELDS
                        + " fields; leave out columns that aren't asked for, or aggregate its rows first");
            }
        });
        return new CsvTable(file.toString(), columns, rows);
    }

    /** Takes a row, beside the header. */
    interface RowReader {
        void row(List<String> header, List<String> row);
    }

    /** The names of a file's columns. */
    static List<String> header(Path file) {
        return opened(file, text -> {
            try (var lines = lines(text)) {
                return header(file, lines);
            }
        });
    }

    /** Reads a file row by row; returns the header. */
    static List<String> stream(Path file, RowReader reader) {
        return opened(file, text -> {
            try (var lines = lines(text)) {
                var header = header(file, lines);
                var rows = row(file, header, reader);
                while (lines.hasNextValue()) rows.accept(lines.nextValue());
                return header;
            }
        });
    }

    private interface Reading {
        List<String> of(BufferedReader text) throws IOException;
    }

    private static List<String> opened(Path file, Reading reading) {
        try (var text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return reading.of(text);
        } catch (NoSuchFileException e) {
            throw new ConfigException(file + " does not exist", e);
        } catch (JacksonException e) {
            throw new ConfigException(
                    file + ", line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ConfigException(file + " can't be read as UTF-8 text: " + e, e);
        }
    }

    private static MappingIterator<List<String>> lines(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) text.reset();
        return new CsvMapper()
                .readerForListOf(String.class)
                .with(CsvSchema.emptySchema().withColumnSeparator(separator(text)))
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .with(CsvParser.Feature.TRIM_SPACES)
                .with(CsvParser.Feature.SKIP_EMPTY_LINES)
                .readValues(text);
    }

    /** The one that the first line has most of. */
    private static char separator(BufferedReader text) throws IOException {
        text.mark(1 << 16);
        String line = text.readLine();
        text.reset();
        char most = SEPARATORS.charAt(0);
        for (int i = 1; i < SEPARATORS.length(); i++) {
            char candidate = SEPARATORS.charAt(i);
            if (line != null && count(line, candidate) > count(line, most)) most = candidate;
        }
        return most;
    }

    private static long count(String line, char wanted) {
        return line.chars().filter(c -> c == wanted).count();
    }

    private static List<String> header(Path file, MappingIterator<List<String>> lines) throws IOException {
        if (!lines.hasNextValue()) throw new ConfigException(file + " is empty; its first line names the columns");
        var header = List.copyOf(lines.nextValue());
        if (header.get(0).startsWith("<")) {
            throw new ConfigException(
                    file + " is XML; JMeter writes CSV with jmeter.save.saveservice.output_format=csv");
        }
        var seen = new HashSet<String>();
        for (String name : header) {
            if (!name.isEmpty() && !seen.add(name)) {
                throw new ConfigException(file + " names the column '" + name + "' twice");
            }
        }
        return header;
    }

    private static Consumer<List<String>> row(Path file, List<String> header, RowReader reader) {
        int[] number = {1};
        return fields -> {
            number[0]++;
            if (fields.size() > header.size()) {
                throw new ConfigException(file + ", row " + number[0] + " has " + fields.size()
                        + " fields, the header has " + header.size());
            }
            var row = new ArrayList<>(fields);
            while (row.size() < header.size()) row.add("");
            reader.row(header, row);
        };
    }

    /** Where a column is; {@code option} asked for it. */
    int column(String option, String name) {
        int at = columns.indexOf(name);
        if (at < 0) {
            throw new ConfigException(
                    option + ": " + source + " has no column '" + name + "'; it has " + String.join(", ", columns));
        }
        return at;
    }
}
