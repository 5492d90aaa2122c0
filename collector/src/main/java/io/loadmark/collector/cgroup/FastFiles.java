package io.loadmark.collector.cgroup;

import io.loadmark.collector.kernel.KeptFile;
import io.loadmark.collector.kernel.OpenFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The files of a group that are read in every round. For one thread. */
final class FastFiles implements AutoCloseable {
    private final OpenFiles open;
    private final Map<String, KeptFile> files = new HashMap<>(4);

    FastFiles(OpenFiles open) {
        this.open = open;
    }

    /** Of each name a group has one, whatever the hierarchy. */
    KeptFile of(Path directory, String name) {
        var file = files.get(name);
        if (file == null) {
            file = open.file(directory.resolve(name));
            files.put(name, file);
        }
        return file;
    }

    /** Tries those again that were absent. */
    void lookAgain() {
        files.values().forEach(KeptFile::lookAgain);
    }

    @Override
    public void close() {
        try {
            for (var file : files.values()) file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing was written
        }
    }
}
