package io.loadmark.collector.process;

import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells which processes are sampled: those that the filter and every other condition takes. */
final class ProcessSelection {
    private final ProcessConfig.Filter filter;
    private final Predicate<String> sampledCgroups;
    private final Set<Long> users;
    private final @Nullable Pattern command;
    private final @Nullable Pattern cgroup;
    private final @Nullable Pattern service;

    /** {@code sampledCgroups} tells by its path whether a group is sampled. */
    ProcessSelection(ProcessConfig config, Predicate<String> sampledCgroups, Users known) {
        filter = config.filter();
        this.sampledCgroups = sampledCgroups;
        users = known.ids(config.users());
        command = pattern("command", config.command());
        cgroup = pattern("cgroup", config.cgroup());
        service = pattern("service", config.service());
    }

    private static @Nullable Pattern pattern(String key, String regex) {
        return regex.isEmpty() ? null : ProcessConfig.compile(key, regex);
    }

    /** Whether {@link #takes} may need to know the cgroup of a process that names no service. */
    boolean asksForCgroup() {
        return filter != ProcessConfig.Filter.SERVICES || cgroup != null;
    }

    /** Whether {@link #takes} needs to know the user. */
    boolean asksForUser() {
        return !users.isEmpty();
    }

    boolean takes(String command, @Nullable String cgroup, ServiceName service, @Nullable Long uid) {
        return filtered(cgroup, service)
                && matches(this.command, command)
                && matches(this.cgroup, cgroup)
                && matches(this.service, service.name())
                && (users.isEmpty() || (uid != null && users.contains(uid)));
    }

    private boolean filtered(@Nullable String cgroup, ServiceName service) {
        return switch (filter) {
            case SERVICES -> service.name() != null;
            case CGROUPS -> cgroup != null && sampledCgroups.test(cgroup);
            case ALL -> true;
        };
    }

    private static boolean matches(@Nullable Pattern pattern, @Nullable String value) {
        return pattern == null || (value != null && pattern.matcher(value).find());
    }
}
