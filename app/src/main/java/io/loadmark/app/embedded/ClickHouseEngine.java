package io.loadmark.app.embedded;

import io.loadmark.app.embedded.EmbeddedException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds the ClickHouse engine: the library that the user names, else the one in the user's cache, else it fills the cache
 * through npm. Only content with the pinned SHA-512 gets into the cache, and only whole: processes that start at once
 * wait for the one that fetches.
 */
public final class ClickHouseEngine {
    private static final String EXTERNAL =
            "; or use a ClickHouse of your own: set clickhouse.url, clickhouse.user and clickhouse.password";
    private static final long MIB = 1 << 20;

    private final EnginePackage wanted;
    private final EngineSource source;
    private final Path cache;
    private final Machine machine;
    private final Consumer<String> progress;

    ClickHouseEngine(
            EnginePackage wanted, EngineSource source, Path cache, Machine machine, Consumer<String> progress) {
        this.wanted = wanted;
        this.source = source;
        this.cache = cache;
        this.machine = machine;
        this.progress = progress;
    }

    /**
     * The pinned engine, from npm where it is not cached.
     *
     * @param environment where {@code XDG_CACHE_HOME} or {@code HOME} tell the cache
     * @param progress told in one line each what takes time
     */
    public static ClickHouseEngine pinned(Map<String, String> environment, Consumer<String> progress) {
        var cache = Xdg.directory(environment, "XDG_CACHE_HOME", ".cache").resolve("engine");
        return new ClickHouseEngine(EnginePackage.PINNED, NpmPack.ON_PATH, cache, Machine.here(), progress);
    }

    public String version() {
        return wanted.version();
    }

    /** Whether nothing has to be fetched. */
    public boolean isCached() {
        try {
            // The size: a power failure may have cut off a file that was renamed already.
            return Files.isRegularFile(cached()) && Files.size(cached()) == wanted.libraryBytes();
        } catch (IOException e) {
            return false; // gone meanwhile
        }
    }

    /** Where the library lies, or would lie, in the user's cache. */
    public Path cached() {
        return cache.resolve(wanted.version()).resolve(EnginePackage.LIBRARY);
    }

    /**
     * The library, fetched where it must be.
     *
     * @param configured the library that the user names
     * @throws EmbeddedException if this machine can't run it, or it can't be got
     */
    public Path library(Optional<Path> configured) {
        machine.unfit().ifPresent(why -> {
            throw new EmbeddedException(
                    Reason.MACHINE_UNFIT, "the embedded ClickHouse can't run here: " + why + EXTERNAL);
        });
        if (configured.isPresent()) return named(configured.get());
        if (isCached()) return cached();
        synchronized (ClickHouseEngine.class) { // a file lock is the process's; this one is for its threads
            return fetched();
        }
    }

    private static Path named(Path library) {
        if (Files.isRegularFile(library)) return library.toAbsolutePath();
        throw new EmbeddedException(
                Reason.ENGINE_MISSING, "embedded.clickhouse-library names " + library + ", which is no file");
    }

    private Path fetched() {
        try {
            PrivateFiles.directory(cache);
            try (var channel = FileChannel.open(
                            cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                if (!isCached() && lock.isValid()) fill();
                return cached();
            }
        } catch (IOException e) {
            throw missing(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw missing("interrupted", e);
        }
    }

    private EmbeddedException missing(String why, Exception e) {
        return new EmbeddedException(
                Reason.ENGINE_MISSING,
                "no ClickHouse engine: " + why + ". Run `npm pack " + wanted.spec()
                        + "` where npm works, unpack " + wanted.entry()
                        + " and name it in embedded.clickhouse-library" + EXTERNAL,
                e);
    }

    /** Under the lock, so that whatever lies beside the finished engines is left over. */
    private void fill() throws IOException, InterruptedException {
        Path unfinished = cache.resolve("unfinished");
        DeletedTree.of(unfinished);
        checkSpace();
        PrivateFiles.directory(unfinished);
        try {
            progress.accept("fetching the ClickHouse engine " + wanted.version() + " through npm (once; "
                    + wanted.packedBytes() / MIB + " MiB, " + wanted.libraryBytes() / MIB + " MiB unpacked)");
            var archive = new EngineArchive(source.fetch(wanted, unfinished));
            archive.verify(wanted);
            progress.accept("unpacking the ClickHouse engine to " + cached());
            Path whole = PrivateFiles.directory(unfinished.resolve("whole"));
            archive.unpack(wanted.entry(), whole.resolve(EnginePackage.LIBRARY));
            DeletedTree.of(cached().getParent());
            Files.move(whole, cache.resolve(wanted.version()), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            DeletedTree.of(unfinished);
        }
    }

    private void checkSpace() throws IOException {
        long needed = wanted.packedBytes() + wanted.libraryBytes() + 64 * MIB;
        long free = Files.getFileStore(cache).getUsableSpace();
        if (free < needed) {
            throw new IOException(
                    cache + " has " + free / MIB + " MiB of free space, " + needed / MIB + " MiB are needed");
        }
    }
}
