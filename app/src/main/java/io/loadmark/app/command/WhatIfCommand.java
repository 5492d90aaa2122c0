package io.loadmark.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loadmark.app.query.Change;
import io.loadmark.app.query.ClickHouseAccess;
import io.loadmark.app.query.Move;
import io.loadmark.app.query.WhatIf;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code loadmark what-if}. */
@Command(
        name = "what-if",
        description =
                "Whether a service would still be inside an SLA with other traffic, machines, instances or hosts.",
        footer = {"", "The traffic of today is its highest ten seconds within --within."})
final class WhatIfCommand implements Callable<Integer> {
    private enum Output {
        TEXT,
        JSON
    }

    @Mixin
    private CommonOptions options = new CommonOptions();

    @Parameters(paramLabel = "SERVICE", description = "service.name, or service.namespace/service.name.")
    private String service = "";

    @Option(names = "--traffic", paramLabel = "+N%", defaultValue = "+0%", description = "Such as +40%% or -10%%.")
    private String traffic = "";

    @Option(
            names = "--vcpus",
            paramLabel = "N",
            description = "Each instance on a machine of so many CPUs; unless seen, from no gain to linear.")
    private @Nullable Integer vcpus;

    @Option(
            names = "--migrate",
            paramLabel = "DOMAIN:HOST",
            description = "With this libvirt domain, by name or UUID, on that host, by name or id.")
    private @Nullable String migration;

    @Option(
            names = "--instances",
            paramLabel = "N",
            description = "So many instances, each like the weakest of today's.")
    private @Nullable Integer instances;

    @Option(
            names = "--lose-host",
            paramLabel = "HOST",
            description = "Without the instances on this host; may be given several times.")
    private Set<String> lostHosts = Set.of();

    @Option(
            names = "--sla",
            paramLabel = "SLA",
            defaultValue = "p99<=200ms",
            description = "Such as p99<=200ms; default: ${DEFAULT-VALUE}.")
    private String sla = "";

    @Option(
            names = "--within",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "How far back to look for the peak and for instances; default: ${DEFAULT-VALUE}.")
    private String within = "";

    @Option(names = "--output", defaultValue = "text", description = "text or json; default: ${DEFAULT-VALUE}.")
    private Output output = Output.TEXT;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Logging.silent();
        var move = migration == null ? null : Move.Request.parse(migration);
        var change = new Change(Change.traffic(traffic), vcpus, move, instances, lostHosts);
        var asked = CommonOptions.sla(sla);
        long seconds = CommonOptions.duration("--within", within).toSeconds();
        var configuration = options.configuration();
        try (var access = ClickHouseAccess.open(configuration);
                var connection = access.connect()) {
            var answer = WhatIf.of(connection, configuration.tenant(), service, asked, seconds, change);
            var out = spec.commandLine().getOut();
            if (output == Output.JSON) out.println(new ObjectMapper().writeValueAsString(answer.fields()));
            else answer.lines().forEach(out::println);
            out.flush();
        }
        return 0;
    }
}
