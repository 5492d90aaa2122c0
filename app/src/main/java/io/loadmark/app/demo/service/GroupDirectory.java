package io.loadmark.app.demo.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One directory of the demo's cgroup: {@code loadmark-demo-<pid of the parent>-<label>}. */
final class GroupDirectory {
    private static final Logger log = LoggerFactory.getLogger(GroupDirectory.class);
    private static final Pattern NAME = Pattern.compile("loadmark-demo-(\\d{1,10})-[a-z0-9-]+");
    private static final int PROBE_SECONDS = 5;

    private GroupDirectory() {}

    static String name(long parentPid, String label) {
        return "loadmark-demo-" + parentPid + "-" + label;
    }

    /** Makes it below {@code parent}, where it first removes what dead parents left. */
    static Path make(Path parent, String name, List<Path> made) throws IOException {
        removeStale(parent);
        var directory = parent.resolve(name);
        Files.createDirectory(directory);
        made.add(directory);
        return directory;
    }

    /** For hierarchies that add a figure and are not worth failing for. */
    static void makeIfPossible(Path parent, String name, List<Path> made) {
        var mine = new ArrayList<Path>();
        try {
            checkJoinable(make(parent, name, mine));
            made.addAll(mine);
        } catch (IOException e) {
            log.debug("no demo cgroup below {}", parent, e);
            mine.forEach(GroupDirectory::removeQuietly);
        }
    }

    /** A process that moves itself in shows whether a child may: permissions and delegation are seen in no other way. */
    static void checkJoinable(Path directory) throws IOException {
        var probe = new ProcessBuilder("sh", "-c", "echo $$ > \"$0/cgroup.procs\"", directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) || probe.exitValue() != 0) {
                throw new IOException("processes can't be moved into " + directory);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            probe.destroyForcibly();
        }
    }

    private static void removeStale(Path parent) throws IOException {
        try (var children = Files.newDirectoryStream(parent, "loadmark-demo-*")) {
            for (var child : children) {
                var match = NAME.matcher(child.getFileName().toString());
                if (match.matches() && !lives(Long.parseLong(match.group(1)))) removeQuietly(child);
            }
        }
    }

    private static boolean lives(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static void removeQuietly(Path directory) {
        try {
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            log.debug("{} is still in use", directory, e);
        }
    }
}
