package io.loadmark.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.app.embedded.EmbeddedException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClickHouseEngineTest {
    private static final String CONTENT = "a library".repeat(1000);

    private final Path temporary;
    private final Path packed;
    private final Path cache;
    private final List<String> progress = new ArrayList<>();
    private final AtomicInteger fetches = new AtomicInteger();
    private final EngineSource source = this::copyPacked;

    ClickHouseEngineTest(@TempDir Path temporary) {
        this.temporary = temporary;
        this.packed = temporary.resolve("engine.tgz");
        this.cache = temporary.resolve("cache");
    }

    @BeforeEach
    void pack() throws Exception {
        Path content = Files.createDirectories(temporary.resolve("package"));
        Files.writeString(content.resolve("index.js"), "something else");
        Files.writeString(content.resolve(EnginePackage.LIBRARY), CONTENT);
        var tar = new ProcessBuilder(
                        "tar", "czf", packed.toString(), "package/index.js", "package/" + EnginePackage.LIBRARY)
                .directory(temporary.toFile())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
    }

    @Test
    void theEngineIsFetchedOnceAndThenComesFromTheCache() throws Exception {
        Path library = engine(source).library(Optional.empty());
        assertThat(library).hasContent(CONTENT).isEqualTo(cache.resolve("1.0/libchdb.so"));
        assertThat(progress).hasSize(2);
        assertThat(engine(source).library(Optional.empty())).isEqualTo(library);
        assertThat(fetches).hasValue(1);
    }

    @Test
    void withTheEngineCachedNoNpmIsNeeded() throws Exception {
        engine(source).library(Optional.empty());
        assertThat(engine(noNpm()).library(Optional.empty())).hasContent(CONTENT);
    }

    @Test
    void withoutNpmTheMessageNamesTheWayOut() throws Exception {
        assertThatThrownBy(() -> engine(noNpm()).library(Optional.empty()))
                .hasMessageContaining("npm is not installed")
                .hasMessageContaining("embedded.clickhouse-library")
                .hasMessageContaining("clickhouse.url")
                .extracting(e -> ((EmbeddedException) e).reason().exitStatus())
                .isEqualTo(69);
    }

    @Test
    void whatNpmSaysOfItsFailureIsToldInOneLine() throws Exception {
        Path npm = script("echo 'npm error code ENOTFOUND' >&2; echo >&2; echo 'npm error network away' >&2; exit 1");
        assertThatThrownBy(() -> engine(new NpmPack(npm.toString(), Duration.ofMinutes(1)))
                        .library(Optional.empty()))
                .hasMessageContaining("npm failed with status 1: code ENOTFOUND; network away");
    }

    @Test
    void npmIsAskedForThePinnedVersionWithoutRunningScripts() throws Exception {
        Path npm = script("echo \"$@\" > " + temporary.resolve("asked") + "; cp " + packed + " engine-1.0.tgz");
        engine(new NpmPack(npm.toString(), Duration.ofMinutes(1))).library(Optional.empty());
        assertThat(temporary.resolve("asked"))
                .content()
                .startsWith("pack --ignore-scripts")
                .endsWith("an-engine@1.0\n");
    }

    @Test
    void aChangedDownloadIsRefusedAndLeavesNothing() throws Exception {
        var engine = engine(source);
        var bytes = Files.readAllBytes(packed);
        bytes[bytes.length / 2] ^= 1;
        Files.write(packed, bytes);
        assertThatThrownBy(() -> engine.library(Optional.empty()))
                .hasMessageContaining("does not have the pinned SHA-512; refused");
        assertThat(engine.isCached()).isFalse();
        assertThat(cache).isDirectoryNotContaining(file -> !file.endsWith("lock"));
    }

    @Test
    void aCutDownloadIsRefused() throws Exception {
        var engine = engine(source);
        Files.write(packed, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> engine.library(Optional.empty())).hasMessageContaining("3 bytes, not");
    }

    @Test
    void whatAKilledProcessLeftIsClearedAndACutLibraryFetchedAgain() throws Exception {
        Files.createDirectories(cache.resolve("unfinished/whole"));
        Files.createDirectories(cache.resolve("1.0"));
        Files.writeString(cache.resolve("1.0/libchdb.so"), "a libr");
        assertThat(engine(source).library(Optional.empty())).hasContent(CONTENT);
        assertThat(cache.resolve("unfinished")).doesNotExist();
    }

    @Test
    void processesThatStartAtOnceFetchOnce() throws Exception {
        var engine = engine(source);
        var starts = new ArrayList<CompletableFuture<Path>>();
        for (int i = 0; i < 4; i++) starts.add(CompletableFuture.supplyAsync(() -> engine.library(Optional.empty())));
        for (var start : starts) assertThat(start.join()).hasContent(CONTENT);
        assertThat(fetches).hasValue(1);
    }

    @Test
    void aNamedLibraryWinsAndMustExist() throws Exception {
        Path named = Files.writeString(temporary.resolve("own.so"), "own");
        assertThat(engine(source).library(Optional.of(named))).isEqualTo(named);
        assertThatThrownBy(() -> engine(source).library(Optional.of(temporary.resolve("none.so"))))
                .hasMessageContaining("embedded.clickhouse-library names");
        assertThat(fetches).hasValue(0);
    }

    @Test
    void aMachineThatCanNotRunItIsToldBeforeAnythingIsFetched() throws Exception {
        var arm = new Machine("Linux", "aarch64", temporary);
        assertThatThrownBy(() ->
                        new ClickHouseEngine(small(), source, cache, arm, progress::add).library(Optional.empty()))
                .hasMessageContaining("it needs x86-64, this is aarch64")
                .extracting(e -> ((EmbeddedException) e).reason())
                .isEqualTo(Reason.MACHINE_UNFIT);
        assertThat(fetches).hasValue(0);
    }

    private ClickHouseEngine engine(EngineSource from) throws Exception {
        return new ClickHouseEngine(small(), from, cache, fitMachine(), progress::add);
    }

    private Machine fitMachine() throws IOException {
        Files.createDirectories(temporary.resolve("lib64"));
        Files.writeString(temporary.resolve("lib64/ld-linux-x86-64.so.2"), "");
        return new Machine("Linux", "amd64", temporary);
    }

    private EnginePackage small() throws Exception {
        var digest = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(packed));
        String sha512 = Base64.getEncoder().encodeToString(digest);
        return new EnginePackage("an-engine", "1.0", sha512, Files.size(packed), CONTENT.length());
    }

    private Path copyPacked(EnginePackage wanted, Path directory) throws IOException {
        fetches.incrementAndGet();
        return Files.copy(packed, directory.resolve(wanted.version() + ".tgz"));
    }

    private static NpmPack noNpm() {
        return new NpmPack("no-such-command-here", Duration.ofMinutes(1));
    }

    private Path script(String body) throws IOException {
        Path file = Files.writeString(temporary.resolve("npm"), "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
