package io.loadmark.app.demo.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where this process stands in the cgroup hierarchies: by controller for version 1, and in the unified one. A machine
 * has either or both (hybrid).
 *
 * @param v1 controller to this process's directory
 * @param unified mount point of version 2, and this process's directory below it
 */
record CgroupMounts(Map<String, Path> v1, Optional<Unified> unified) {
    record Unified(Path root, Path own) {}

    /** This process's directory in the version 1 hierarchy of {@code controller}. */
    Optional<Path> v1(String controller) {
        return Optional.ofNullable(v1.get(controller));
    }

    /** Reads {@code self/mounts} and {@code self/cgroup} below {@code proc}; see cgroups(7). */
    static CgroupMounts read(Path proc) throws IOException {
        var own = ownPaths(Files.readAllLines(proc.resolve("self/cgroup")));
        var v1 = new LinkedHashMap<String, Path>();
        Optional<Unified> unified = Optional.empty();
        for (String line : Files.readAllLines(proc.resolve("self/mounts"))) {
            String[] fields = line.split(" ", -1); // device, mount point, type, options
            if (fields.length < 4) continue;
            var root = Path.of(fields[1]);
            if (fields[2].equals("cgroup2")) unified = Optional.of(new Unified(root, below(root, own.get(""))));
            if (!fields[2].equals("cgroup")) continue;
            for (String controller : fields[3].split(",", -1)) {
                if (own.containsKey(controller)) v1.putIfAbsent(controller, below(root, own.get(controller)));
            }
        }
        return new CgroupMounts(v1, unified);
    }

    /** {@code 4:cpu,cpuacct:/user.slice} by controller; {@code 0::/user.slice} by the empty name. */
    private static Map<String, String> ownPaths(List<String> lines) {
        var paths = new HashMap<String, String>();
        for (String line : lines) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3) Arrays.stream(fields[1].split(",", -1)).forEach(c -> paths.put(c, fields[2]));
        }
        return paths;
    }

    /** In a container the path may be of a directory that is not mounted here: then the mount point itself. */
    private static Path below(Path root, @Nullable String path) {
        if (path == null) return root;
        var own = root.resolve(path.replaceFirst("^/+", "")).normalize();
        return own.startsWith(root) && Files.isDirectory(own) ? own : root;
    }

    /** The directories of version 2 from this process's up to the mount point. */
    List<Path> unifiedAncestors() {
        var ancestors = new ArrayList<Path>();
        unified.ifPresent(u -> {
            for (var at = u.own(); at != null && at.startsWith(u.root()); at = at.getParent()) ancestors.add(at);
        });
        return ancestors;
    }
}
