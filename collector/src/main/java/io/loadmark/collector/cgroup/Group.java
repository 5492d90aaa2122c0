package io.loadmark.collector.cgroup;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One life of a control group.
 *
 * @param inode tells two lives at one path apart; kernfs doesn't reuse it
 * @param createdMicros the directory's change time at first sight: the kernel keeps no birth time, and sets this one anew
 *     when it has dropped the inode from memory
 * @param machine the virtual machine that it belongs to
 * @param load its own, from this sight on
 * @param held what its last whole reading gave
 * @param files those that are read in every round
 * @param below the directories right below it, as they were last listed
 * @param walked directory in the hierarchy that names the groups
 * @param controllers directory in each controller's hierarchy, where it exists
 * @param unified directory in the v2 hierarchy, where there is one
 */
record Group(
        String path,
        long inode,
        long createdMicros,
        @Nullable String containerId,
        @Nullable Machine machine,
        DampedLoad load,
        Held held,
        FastFiles files,
        List<Path> below,
        boolean selected,
        Path walked,
        Map<Controller, Path> controllers,
        @Nullable Path unified)
        implements AutoCloseable {

    /** To be called when it is gone. */
    @Override
    public void close() {
        files.close();
    }

    @Nullable
    Path directory(Controller controller) {
        return controllers.get(controller);
    }
}
