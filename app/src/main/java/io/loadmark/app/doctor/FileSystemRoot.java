package io.loadmark.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** {@code /}, or a tree that stands for it in tests. */
record FileSystemRoot(Path path) {
    Path at(String absolute) {
        return path.resolve(absolute.substring(1));
    }

    boolean has(String absolute) {
        return Files.exists(at(absolute));
    }

    String text(String absolute) throws IOException {
        return Files.readString(at(absolute));
    }

    /** What follows {@code name} and a colon in a file of such lines; empty where there is none. */
    Optional<String> field(String absolute, String name) throws IOException {
        try (var lines = Files.lines(at(absolute))) {
            return lines.filter(line -> line.startsWith(name))
                    .filter(line -> line.substring(name.length()).trim().startsWith(":"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).trim());
        }
    }
}
