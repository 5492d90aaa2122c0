package io.loadmark.app.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** {@code /}, or a tree that stands for it. What isn't there, or can't be read, is empty: a rule then has nothing to say. */
record MachineFiles(Path root) {
    private static final int MAX_BYTES = 1 << 20;
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

    Path at(String absolute) {
        return root.resolve(absolute.substring(1));
    }

    boolean has(String absolute) {
        return Files.exists(at(absolute));
    }

    /** The file's text, stripped. */
    Optional<String> text(String absolute) {
        try (var in = Files.newInputStream(at(absolute))) {
            var text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    OptionalLong number(String absolute) {
        return text(absolute)
                .filter(text -> NUMBER.matcher(text).matches())
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }

    /** What stands in brackets in a list of choices: {@code always [madvise] never}. */
    Optional<String> chosen(String absolute) {
        return text(absolute).map(text -> {
            int open = text.indexOf('[');
            int close = text.indexOf(']', open + 1);
            return open < 0 || close < 0 ? text : text.substring(open + 1, close);
        });
    }

    /** Names in a directory that match, sorted. */
    List<String> names(String absolute, String pattern) {
        var regex = Pattern.compile(pattern);
        try (var entries = Files.list(at(absolute))) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> regex.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }

    /** Last part of where a link leads, such as the driver of a device. */
    Optional<String> linkedName(String absolute) {
        try {
            var target = Files.readSymbolicLink(at(absolute)).getFileName();
            return Optional.of(Objects.requireNonNull(target).toString());
        } catch (IOException | UnsupportedOperationException none) {
            return Optional.empty();
        }
    }

    /** A file and its content, as evidence. */
    static String evidence(String absolute, Object content) {
        return absolute + ": " + content;
    }
}
