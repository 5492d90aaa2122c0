package io.loadmark.collector.cgroup;

import io.loadmark.collector.kernel.OpenFiles;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The groups of a host as a tree. Remembers them from round to round, so that a group costs one stat call a round and is
 * listed only when something below it has come or gone. For one thread.
 */
final class CgroupTree {
    /** A kernfs directory without subdirectories has two links. Other file systems (overlayfs) may always say 1. */
    private static final int LINKS_OF_A_LEAF = 2;
    /** Names of the kernel's files, about 150. */
    private static final int MAX_FILE_NAMES = 4096;

    private final Hierarchies hierarchies;
    private final Predicate<String> selection;
    private final OpenFiles open = OpenFiles.ofProcess();
    private final Set<String> fileNames = new HashSet<>();
    private Map<String, Group> before = new HashMap<>();
    private Map<String, Group> now = new HashMap<>();

    /** A group and its directory's links, by which the subdirectories are counted. */
    record Node(Group group, int links) {}

    CgroupTree(Hierarchies hierarchies, Predicate<String> selection) {
        this.hierarchies = hierarchies;
        this.selection = selection;
    }

    /** The root group; its absence is an error. */
    Node root() throws IOException {
        return node(hierarchies.walked(), "/");
    }

    /** The groups right below. A group that vanishes meanwhile has none. */
    List<Node> children(Node node) throws IOException {
        if (node.links() == LINKS_OF_A_LEAF) return List.of();
        var group = node.group();
        var below = group.below();
        if (node.links() == LINKS_OF_A_LEAF + below.size()) {
            var known = nodes(group, below);
            if (known.size() == below.size()) return known; // all are there, and no other can be
        }
        below.clear();
        below.addAll(directories(group.walked()));
        return nodes(group, below);
    }

    private List<Node> nodes(Group parent, List<Path> directories) throws IOException {
        var nodes = new ArrayList<Node>(directories.size());
        String prefix = parent.path().equals("/") ? "/" : parent.path() + "/";
        for (Path directory : directories) {
            var child = nodeOrNull(directory, prefix + directory.getFileName());
            if (child != null) nodes.add(child);
        }
        return nodes;
    }

    private @Nullable Node nodeOrNull(Path directory, String path) throws IOException {
        try {
            return node(directory, path);
        } catch (NoSuchFileException vanished) {
            return null;
        }
    }

    /** Ends a round: forgets groups that were not seen in it. */
    void endRound() {
        before.forEach((path, group) -> {
            var there = now.get(path);
            if (there == null || there.inode() != group.inode()) group.close();
        });
        var reused = before;
        before = now;
        now = reused;
        now.clear();
    }

    /** How many groups there were in the last round. */
    int size() {
        return before.size();
    }

    private Node node(Path directory, String path) throws IOException {
        var attributes = Files.readAttributes(directory, "unix:ino,nlink,ctime", LinkOption.NOFOLLOW_LINKS);
        long inode = (Long) Objects.requireNonNull(attributes.get("ino"));
        int links = (Integer) Objects.requireNonNull(attributes.get("nlink"));
        var group = before.get(path);
        if (group == null || group.inode() != inode) {
            group = firstSeen(directory, path, inode, (FileTime) Objects.requireNonNull(attributes.get("ctime")));
        }
        now.put(path, group);
        return new Node(group, links);
    }

    private Group firstSeen(Path directory, String path, long inode, FileTime changed) {
        var relative = hierarchies.walked().relativize(directory);
        var controllers = new EnumMap<Controller, Path>(Controller.class);
        for (var controller : Controller.values()) {
            var own = existing(hierarchies.root(controller), relative);
            if (own != null) controllers.put(controller, own);
        }
        return new Group(
                path,
                inode,
                changed.to(TimeUnit.MICROSECONDS),
                ContainerId.in(path),
                Machine.in(path).orElse(null),
                new DampedLoad(),
                new Held(),
                new FastFiles(open),
                new ArrayList<>(0),
                selection.test(path),
                directory,
                controllers,
                existing(hierarchies.unified(), relative));
    }

    private static @Nullable Path existing(@Nullable Path root, Path relative) {
        if (root == null) return null;
        var directory = root.resolve(relative);
        return Files.isDirectory(directory) ? directory : null;
    }

    /** Java tells a directory from a file by a stat call, so it remembers what was no directory before. */
    private List<Path> directories(Path parent) throws IOException {
        var found = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(parent)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (fileNames.contains(name)) continue;
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) found.add(entry);
                else if (fileNames.size() < MAX_FILE_NAMES) fileNames.add(name);
            }
        } catch (NoSuchFileException vanished) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }
}
