package io.loadmark.collector.cgroup;

import io.loadmark.schema.CgroupHierarchy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the host mounts its hierarchies below {@code /sys/fs/cgroup}. On a hybrid host a controller sits in v1 or in the
 * unified hierarchy, never in both.
 *
 * @param v1 roots of the v1 hierarchies by controller
 * @param unified root of the v2 hierarchy
 */
record Hierarchies(
        CgroupHierarchy kind,
        Map<Controller, Path> v1,
        @Nullable Path unified) {

    /** Looks for them. */
    static Hierarchies find(Path mounts) throws IOException {
        if (isUnified(mounts)) return new Hierarchies(CgroupHierarchy.V2, Map.of(), mounts);
        var v1 = v1Roots(mounts);
        Path unified = mounts.resolve("unified");
        if (isUnified(unified)) return new Hierarchies(CgroupHierarchy.HYBRID, v1, unified);
        if (v1.isEmpty()) throw new NoSuchFileException(mounts.toString(), null, "no cgroup hierarchy is mounted here");
        return new Hierarchies(CgroupHierarchy.V1, v1, null);
    }

    private static boolean isUnified(Path directory) {
        return Files.exists(directory.resolve("cgroup.controllers"));
    }

    /** Hierarchies of several controllers are mounted as {@code cpu,cpuacct}, usually with links of the single names. */
    private static Map<Controller, Path> v1Roots(Path mounts) throws IOException {
        var roots = new EnumMap<Controller, Path>(Controller.class);
        try (var directories = Files.newDirectoryStream(mounts, Files::isDirectory)) {
            for (Path directory : directories) {
                List<String> names =
                        Arrays.asList(directory.getFileName().toString().split(",", -1));
                for (var controller : Controller.values()) {
                    if (names.contains(controller.v1Name())) roots.putIfAbsent(controller, directory);
                }
            }
        }
        return roots;
    }

    /** The hierarchy whose paths name the groups: that of the cpu controller. */
    Path walked() {
        Path cpu = v1.get(Controller.CPU);
        if (cpu != null) return cpu;
        if (unified != null) return unified;
        return v1.values().iterator().next();
    }

    boolean isV1(Controller controller) {
        return v1.containsKey(controller);
    }

    /** The root of the controller's hierarchy, if it has one. */
    @Nullable
    Path root(Controller controller) {
        return v1.getOrDefault(controller, unified);
    }
}
