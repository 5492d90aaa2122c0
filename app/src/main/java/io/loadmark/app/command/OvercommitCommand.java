package io.loadmark.app.command;

import io.loadmark.app.query.NothingYetException;
import io.loadmark.app.query.Overcommit;
import io.loadmark.app.query.OvercommitText;
import io.loadmark.runtime.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code loadmark overcommit}. */
@Command(
        name = "overcommit",
        description =
                "What each host has promised to its libvirt guests: vCPUs a core and memory; hosts beyond a rule first.",
        footer = {
            "",
            "Guests are those running or paused now. Memory is what they may have, against the host's without its",
            "hugepages; guests on hugepages are apart. Cores are physical ones, or marked as logical."
        })
final class OvercommitCommand extends Question {
    @Option(
            names = "--max-vcpus",
            paramLabel = "N",
            defaultValue = "4",
            description = "vCPUs a core from which on a host is beyond; default: more than ${DEFAULT-VALUE}.")
    private double maxVcpus;

    @Option(
            names = "--max-memory",
            paramLabel = "PERCENT",
            defaultValue = "80",
            description = "Per cent of the memory from which on it is beyond; default: more than ${DEFAULT-VALUE}.")
    private double maxMemory;

    @Override
    Query query() {
        if (!(maxVcpus > 0)) throw new ConfigException("--max-vcpus must be positive, was " + maxVcpus);
        if (!(maxMemory > 0)) throw new ConfigException("--max-memory must be positive, was " + maxMemory);
        var rules = new Overcommit.Rules(maxVcpus, maxMemory / 100);
        return (connection, tenant) -> {
            var hosts = Overcommit.of(connection, tenant, rules);
            if (hosts.isEmpty()) {
                throw new NothingYetException(
                        "no libvirt guest was ever seen; `loadmark doctor` on a host of guests tells why");
            }
            return new Answer(
                    OvercommitText.lines(hosts),
                    hosts.stream().map(Overcommit::fields).toList());
        };
    }
}
