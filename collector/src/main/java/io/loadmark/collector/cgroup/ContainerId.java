package io.loadmark.collector.cgroup;

import org.jspecify.annotations.Nullable;

/**
 * Finds the container that a cgroup's path belongs to, for Docker ({@code /docker/ID}, {@code docker-ID.scope}), Podman
 * ({@code libpod-ID.scope}), containerd ({@code cri-containerd-ID.scope}, {@code slice:cri-containerd:ID}) and CRI-O
 * ({@code crio-ID.scope}). The deepest one wins, so that a group inside a container belongs to it. The monitors of Podman
 * and CRI-O ({@code crio-conmon-ID.scope}) run outside.
 */
final class ContainerId {
    private static final int LENGTH = 64;

    private ContainerId() {}

    static @Nullable String in(String path) {
        for (int end = path.length(); end > 0; ) {
            int start = path.lastIndexOf('/', end - 1) + 1;
            String id = inName(path.substring(start, end));
            if (id != null) return id;
            end = start - 1;
        }
        return null;
    }

    private static @Nullable String inName(String name) {
        String bare = name.endsWith(".scope") ? name.substring(0, name.length() - ".scope".length()) : name;
        int start = bare.length() - LENGTH;
        if (start < 0 || name.contains("-conmon-") || !isHex(bare, start)) return null;
        boolean whole = start == 0 || bare.charAt(start - 1) == '-' || bare.charAt(start - 1) == ':';
        return whole ? bare.substring(start) : null;
    }

    private static boolean isHex(String name, int from) {
        for (int i = from; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.digit(c, 16) < 0 || Character.isUpperCase(c)) return false;
        }
        return true;
    }
}
