package io.loadmark.app.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code npm pack}, as the user has set it up: registry, proxy and credentials are npm's. Runs no script of a package. */
record NpmPack(String command, Duration timeout) implements EngineSource {
    static final NpmPack ON_PATH = new NpmPack("npm", Duration.ofMinutes(15));

    @Override
    public Path fetch(EnginePackage wanted, Path directory) throws IOException, InterruptedException {
        File log = directory.resolve("npm.log").toFile();
        var process = start(wanted, directory, log);
        try {
            if (!process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("npm did not end within " + timeout.toMinutes() + " minutes");
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException("npm failed with status " + process.exitValue() + ": " + firstError(log.toPath()));
        }
        return packed(directory);
    }

    private Process start(EnginePackage wanted, Path directory, File log) throws IOException {
        try {
            return new ProcessBuilder(
                            command,
                            "pack",
                            "--ignore-scripts",
                            "--loglevel=error",
                            "--no-update-notifier",
                            wanted.spec())
                    .directory(directory.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
        } catch (IOException e) {
            throw new IOException("npm is not installed", e);
        }
    }

    private static String firstError(Path log) throws IOException {
        try (var lines = Files.lines(log)) {
            List<String> errors = lines.map(line -> line.replaceFirst("^npm (error|ERR!) ?", ""))
                    .filter(line -> !line.isBlank())
                    .limit(2)
                    .toList();
            return String.join("; ", errors);
        }
    }

    private static Path packed(Path directory) throws IOException {
        try (var files = Files.newDirectoryStream(directory, "*.tgz")) {
            for (Path file : files) return file;
        }
        throw new IOException("npm said it had packed, but there is no file");
    }
}
