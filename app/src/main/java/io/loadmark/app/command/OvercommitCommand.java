package io.loadmark.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loadmark.app.query.ClickHouseAccess;
import io.loadmark.app.query.NothingYetException;
import io.loadmark.app.query.Overcommit;
import io.loadmark.app.query.OvercommitText;
import io.loadmark.runtime.config.ConfigException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
final class OvercommitCommand implements Callable<Integer> {
    private enum Output {
        TABLE,
        JSON
    }

    @Mixin
    private CommonOptions options = new CommonOptions();

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

    @Option(
            names = "--output",
            defaultValue = "table",
            description = "table, or json (an object a host, one a line); default: ${DEFAULT-VALUE}.")
    private Output output = Output.TABLE;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Logging.silent();
        if (!(maxVcpus > 0)) throw new ConfigException("--max-vcpus must be positive, was " + maxVcpus);
        if (!(maxMemory > 0)) throw new ConfigException("--max-memory must be positive, was " + maxMemory);
        var configuration = options.configuration();
        try (var access = ClickHouseAccess.open(configuration);
                var connection = access.connect()) {
            var rules = new Overcommit.Rules(maxVcpus, maxMemory / 100);
            var hosts = Overcommit.of(connection, configuration.tenant(), rules);
            if (hosts.isEmpty()) {
                throw new NothingYetException(
                        "no libvirt guest was ever seen; `loadmark doctor` on a host of guests tells why");
            }
            print(hosts);
        }
        return 0;
    }

    private void print(List<Overcommit> hosts) throws Exception {
        var out = spec.commandLine().getOut();
        if (output == Output.JSON) {
            var json = new ObjectMapper();
            for (var host : hosts) out.println(json.writeValueAsString(host.fields()));
        } else {
            OvercommitText.lines(hosts).forEach(out::println);
        }
        out.flush();
    }
}
