package io.loadmark.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loadmark.app.fit.FitRequest;
import io.loadmark.app.fit.GroupReport;
import io.loadmark.app.fit.HistoryFit;
import io.loadmark.app.fit.HistoryRows;
import io.loadmark.app.fit.LoadTestFile;
import io.loadmark.app.fit.NumberText;
import io.loadmark.app.fit.ReportJson;
import io.loadmark.app.fit.ReportText;
import io.loadmark.app.fit.ScalabilityReport;
import io.loadmark.model.capacity.Sla;
import io.loadmark.runtime.config.ConfigException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code loadmark fit}. */
@Command(
        name = "fit",
        description =
                "What history, or the output of a load test, tells of capacity: a CSV file with a header, JMeter's"
                        + " results (JTL as CSV), or Locust's *_stats_history.csv.",
        footer = {
            "",
            "loadmark fit runs.csv --qps qps --load 100-cpu_idle --group-by version --predict-at 90%%",
            "loadmark fit runs.csv --qps qps --load cpu=cpu_util --load disk=disk_util --p99 p99_ms --sla 'p99<=200ms'",
            "loadmark fit sizes.csv --model usl --concurrency processors --throughput tps"
        })
final class FitCommand implements Callable<Integer> {
    private enum Output {
        TEXT,
        JSON
    }

    private enum ModelKind {
        UTILISATION,
        USL
    }

    private enum Loop {
        OPEN,
        CLOSED
    }

    @Parameters(paramLabel = "FILE", description = "Table with a header, one row a stretch of time.")
    private Path file = Path.of("");

    @Option(
            names = "--model",
            defaultValue = "utilisation",
            description =
                    "utilisation: load over throughput; usl: throughput over concurrency; default: ${DEFAULT-VALUE}.")
    private ModelKind model = ModelKind.UTILISATION;

    @Option(names = "--qps", paramLabel = "COL", description = "Requests served per second.")
    private @Nullable String qps;

    @Option(
            names = "--load",
            paramLabel = "[NAME=]COL",
            description =
                    "Load, a share or a percentage, or a number less a column such as 100-cpu_idle. Give several, and"
                            + " the one that is used up first is named.")
    private List<String> loads = List.of();

    @Option(
            names = "--limit",
            paramLabel = "NAME=VALUE",
            description = "Value at which a load's resource is used up, where it is neither 1 nor 100.")
    private Map<String, String> limits = Map.of();

    @Option(
            names = "--full",
            paramLabel = "SHARE",
            defaultValue = "95%",
            description = "Share of a limit at which a resource counts as used up; default: ${DEFAULT-VALUE}.")
    private String full = "";

    @Option(names = "--p99", paramLabel = "COL", description = "Latency at the SLA's percentile, milliseconds.")
    private @Nullable String p99;

    @Option(names = "--errors", paramLabel = "COL", description = "Failed requests, a share or a percentage.")
    private @Nullable String errors;

    @Option(names = "--sla", paramLabel = "SLA", description = "Such as p99<=200ms.")
    private @Nullable String sla;

    @Option(
            names = "--loop",
            description =
                    "open or closed: whether the load generator waits for answers. JMeter's and Locust's do, and their"
                            + " latencies give no capacity inside an SLA.")
    private @Nullable Loop loop;

    @Option(
            names = "--group-by",
            paramLabel = "COLS",
            split = ",",
            description = "Columns that tell groups apart: versions, mixes, message sizes on one machine.")
    private List<String> groupBy = List.of();

    @Option(
            names = "--predict-at",
            paramLabel = "LOADS",
            split = ",",
            description = "Loads, such as 0.9 or 90%%; with --model usl, concurrencies.")
    private List<String> predictAt = List.of();

    @Option(names = "--concurrency", paramLabel = "COL", description = "Of --model usl: concurrency, or size.")
    private @Nullable String concurrency;

    @Option(names = "--throughput", paramLabel = "COL", description = "Of --model usl: throughput.")
    private @Nullable String throughput;

    @Option(
            names = "--window",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "Length of the windows that JMeter's samples are gathered into; default: ${DEFAULT-VALUE}.")
    private String window = "";

    @Option(
            names = "--output",
            defaultValue = "text",
            description = "text, or json: one object a group, each on a line; default: ${DEFAULT-VALUE}.")
    private Output output = Output.TEXT;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Logging.silent();
        var length = CommonOptions.duration("--window", window);
        if (length.toMillis() <= 0) throw new ConfigException("--window must be at least 1ms, was " + window);
        var read = LoadTestFile.read(file, length);
        if (output == Output.TEXT)
            read.notes().forEach(note -> spec.commandLine().getErr().println(note));
        return model == ModelKind.USL ? scalability(read) : utilisation(read);
    }

    private int utilisation(LoadTestFile read) throws Exception {
        var request = new FitRequest(
                required("--qps", qps, read.format().qps()),
                loads.isEmpty() ? List.of(required("--load", null, null)) : loads,
                limits(),
                p99 == null ? read.format().p99() : p99,
                errors,
                groupBy,
                sla(),
                predictAt.stream()
                        .map(at -> NumberText.share("--predict-at", at))
                        .toList(),
                NumberText.share("--full", full),
                isClosedLoop(read));
        var reports = HistoryFit.of(new HistoryRows(read.table(), request));
        for (GroupReport report : reports) {
            print(ReportText.lines(report, request), ReportJson.fields(report, request));
        }
        return answered(reports.stream().anyMatch(report -> report.capacity() != null));
    }

    private int scalability(LoadTestFile read) throws Exception {
        var reports = ScalabilityReport.of(
                read.table(),
                required("--concurrency", concurrency, read.format().concurrency()),
                required(
                        "--throughput",
                        throughput == null ? qps : throughput,
                        read.format().qps()),
                groupBy,
                predictAt.stream()
                        .map(at -> NumberText.positive("--predict-at", at))
                        .toList());
        for (ScalabilityReport report : reports) print(ReportText.lines(report), ReportJson.fields(report));
        return answered(reports.stream().anyMatch(report -> report.fit() != null));
    }

    private void print(List<String> text, Map<String, @Nullable Object> json) throws Exception {
        var out = spec.commandLine().getOut();
        if (output == Output.JSON) {
            out.println(new ObjectMapper().writeValueAsString(json));
        } else {
            text.forEach(out::println);
            out.println();
        }
        out.flush();
    }

    private static int answered(boolean any) {
        return any ? 0 : LoadmarkCommand.NOTHING_YET;
    }

    private String required(String option, @Nullable String given, @Nullable String byFormat) {
        if (given != null) return given;
        if (byFormat != null) return byFormat;
        throw new ConfigException(option + " is needed: which column of " + file + " it is");
    }

    private @Nullable Boolean isClosedLoop(LoadTestFile read) {
        if (loop != null) return loop == Loop.CLOSED;
        return read.format().isClosedLoop() ? Boolean.TRUE : null;
    }

    private Map<String, Double> limits() {
        var numbers = new LinkedHashMap<String, Double>();
        limits.forEach((name, value) -> numbers.put(name, NumberText.positive("--limit " + name, value)));
        return numbers;
    }

    private @Nullable Sla sla() {
        if (sla == null) return null;
        var parsed = SlaOption.parse(sla);
        if (parsed.errorRatio() != null) {
            throw new ConfigException(
                    "--sla: a history is judged by its latency alone, such as p99<=200ms, was " + sla);
        }
        return parsed;
    }
}
