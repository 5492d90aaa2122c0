package io.loadmark.app.command;

import io.loadmark.app.query.Change;
import io.loadmark.app.query.Move;
import io.loadmark.app.query.TransactionGrowth;
import io.loadmark.app.query.TransactionGrowthText;
import io.loadmark.app.query.WhatIf;
import io.loadmark.model.capacity.Sla;
import io.loadmark.runtime.config.ConfigException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code loadmark what-if}. */
@Command(
        name = "what-if",
        description =
                "Whether a service would still be inside an SLA with other traffic, machines, instances or hosts; or which"
                        + " service fails first with more of a business transaction.",
        footer = {"", "The traffic of today is its highest ten seconds within --within."})
final class WhatIfCommand extends Question {
    @Parameters(
            paramLabel = "SERVICE",
            arity = "0..1",
            description = "service.name, or service.namespace/service.name; or else --transaction.")
    private @Nullable String service;

    @Option(
            names = "--transaction",
            paramLabel = "NAME",
            description = "One of streams.transactions, instead of a service: --traffic is of it alone.")
    private @Nullable String transaction;

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
            description = "Without the instances on this host, by name or id; may be given several times.")
    private Set<String> lostHosts = Set.of();

    @Mixin
    private SlaOption sla = new SlaOption();

    @Option(
            names = "--within",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "How far back to look for peaks, instances and traces; default: ${DEFAULT-VALUE}.")
    private String within = "";

    @Override
    Query query() {
        var asked = sla.value();
        long seconds = CommonOptions.duration("--within", within).toSeconds();
        if (transaction != null) return ofTransaction(transaction, asked, seconds);
        if (service == null) throw new ConfigException("what-if needs a SERVICE, or --transaction NAME");
        String name = service;
        var move = migration == null ? null : Move.Request.parse(migration);
        var change = new Change(Change.factor("--traffic", traffic), vcpus, move, instances, lostHosts);
        return (connection, tenant) -> {
            var answer = WhatIf.of(connection, tenant, name, asked, seconds, change);
            return Answer.of(answer.lines(), answer.fields());
        };
    }

    private Query ofTransaction(String name, Sla asked, long seconds) {
        if (service != null) throw new ConfigException("what-if takes a SERVICE or --transaction, not both");
        if (vcpus != null || migration != null || instances != null || !lostHosts.isEmpty()) {
            throw new ConfigException("--transaction goes with --traffic alone; the other changes are of a SERVICE");
        }
        double factor = Change.factor("--traffic", traffic);
        return (connection, tenant) -> {
            var answer = TransactionGrowth.of(connection, tenant, name, asked, seconds, factor);
            return Answer.of(TransactionGrowthText.lines(answer), answer.fields());
        };
    }
}
