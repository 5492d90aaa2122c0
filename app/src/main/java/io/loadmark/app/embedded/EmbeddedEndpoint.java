package io.loadmark.app.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Where another process of this user serves its embedded ClickHouse. */
public record EmbeddedEndpoint(URI url, String user, String password) {
    /** What a running process has announced in a data directory; empty when none runs there. */
    public static Optional<EmbeddedEndpoint> announcedIn(Path dataDirectory) {
        try {
            String url = Files.readString(dataDirectory.resolve("run").resolve("clickhouse"))
                    .trim();
            String password = Files.readString(
                            dataDirectory.resolve("clickhouse").resolve("password"))
                    .trim();
            return Optional.of(new EmbeddedEndpoint(URI.create(url), ClickHouseFiles.USER, password));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new EmbeddedException(
                    EmbeddedException.Reason.DATA_UNUSABLE, dataDirectory + " can't be read: " + e, e);
        }
    }

    @Override
    public String toString() {
        return url + " as " + user;
    }
}
