package io.loadmark.app.command;

import io.loadmark.app.collect.Round;
import io.loadmark.app.collect.Snapshot;
import io.loadmark.app.collect.SnapshotJson;
import io.loadmark.app.collect.SnapshotText;
import io.loadmark.collector.Collector;
import io.loadmark.collector.CollectorConfig;
import io.loadmark.collector.process.Users;
import io.loadmark.runtime.config.ConfigException;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.streams.flow.StreamsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code loadmark collect}. */
@Command(
        name = "collect",
        description = {
            "Show what a collector reads on this machine, as rates between two readings. Needs no Kafka.",
            "Figures that the kernel doesn't offer, or not to this user, are a dash. `cores` is CPU time per time, `waiting`"
                    + " and `steal` time on a run queue per time, steal without throttling, `of cores` what quota, cpuset and CPUs allow, `throttled` the share of"
                    + " CFS periods in which the group was, `load` its threads that run, would or wait for a disk, damped, and"
                    + " `a core` that by its cores."
        })
final class CollectCommand implements Callable<Integer> {
    /** A person waits longer than a tick. */
    static final String PATIENT = "collector: {interval: 1m, deadline: 10s, kernel-log: {enabled: false}}";

    private enum Output {
        TABLE,
        JSON
    }

    private enum Layer {
        HOST,
        DOMAIN,
        CGROUP,
        PROCESS;

        /** Of the configuration, below {@code collector}. */
        private String section() {
            return this == DOMAIN ? "libvirt" : name().toLowerCase(Locale.ROOT);
        }
    }

    @Mixin
    private CommonOptions options = new CommonOptions();

    @Option(names = "--once", description = "Once; else again and again, until Ctrl-C.")
    private boolean once;

    @Option(names = "--output", defaultValue = "table", description = "table or json; default: ${DEFAULT-VALUE}.")
    private Output output = Output.TABLE;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1s",
            description = "Between two readings; default: ${DEFAULT-VALUE}.")
    private String interval = "";

    @Option(names = "--layer", split = ",", description = "Only these: host, domain, cgroup, process; all by default.")
    private Set<Layer> layers = EnumSet.allOf(Layer.class);

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "20",
            description = "At most so many domains, cgroups and processes; 0: all. Default: ${DEFAULT-VALUE}.")
    private int top;

    @Option(
            names = "--sort",
            defaultValue = "cpu",
            description = "cpu, memory, io or threads, the largest first; default: ${DEFAULT-VALUE}.")
    private Snapshot.Sort sort = Snapshot.Sort.CPU;

    @Option(names = "--user", split = ",", description = "Only processes of these users, by name or id.")
    private List<String> users = List.of();

    @Option(names = "--command", paramLabel = "REGEX", description = "Only processes whose command holds a match.")
    private @Nullable String command;

    @Option(
            names = "--cgroup",
            paramLabel = "REGEX",
            description = "Only cgroups whose path holds a match, and their processes.")
    private @Nullable String cgroup;

    @Option(names = "--service", paramLabel = "REGEX", description = "Only processes whose service holds a match.")
    private @Nullable String service;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Logging.silent();
        if (top < 0) throw new ConfigException("--top must not be negative, was " + top);
        var between = CommonOptions.interval(interval);
        var configuration = configuration();
        var config = configuration.section("collector", CollectorConfig.class);
        var pageCache = configuration.section("streams", StreamsSettings.class).pageCachePolicy();
        try (var rounds = Collector.rounds(configuration.tenant(), config)) {
            var before = Round.take(rounds);
            do {
                sleep(between);
                var now = Round.take(rounds);
                print(Snapshot.between(before, now, pageCache, sort));
                before = now;
            } while (!once && !spec.commandLine().getOut().checkError());
            return before.samples().isEmpty() ? LoadmarkCommand.FAILED : 0;
        }
    }

    private static void sleep(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    /** A person asks for all processes unless told otherwise. */
    private Configuration configuration() {
        var result = options.configuration("collect.yaml").with("loadmark collect", PATIENT);
        for (var layer : EnumSet.complementOf(EnumSet.copyOf(layers))) {
            result = result.with("--layer", "collector: {" + layer.section() + ": {enabled: false}}");
        }
        if (!users.isEmpty()) result = result.with("--user", "collector: {process: {users: " + quoted(users) + "}}");
        result = with(result, "--command", command, "process", "command");
        result = with(result, "--cgroup", cgroup, "process", "cgroup");
        result = with(result, "--cgroup", cgroup, "cgroup", "include");
        return with(result, "--service", service, "process", "service");
    }

    private static Configuration with(
            Configuration configuration, String option, @Nullable String value, String section, String key) {
        return value == null ? configuration : configuration.with(option, List.of("collector", section, key), value);
    }

    private static String quoted(List<String> values) {
        var quoted = new ArrayList<String>();
        for (String value : values) quoted.add("'" + value.replace("'", "''") + "'");
        return quoted.toString();
    }

    private void print(Snapshot snapshot) {
        var out = spec.commandLine().getOut();
        int most = top == 0 ? Integer.MAX_VALUE : top;
        if (output == Output.JSON) out.println(SnapshotJson.of(snapshot, most));
        else {
            var text = new SnapshotText(Users.read(Path.of("/etc/passwd")), most, sort);
            text.lines(snapshot).forEach(out::println);
            if (!once) out.println();
        }
        out.flush();
    }
}
