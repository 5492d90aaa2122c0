package io.loadmark.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FitCommandTest {
    private final Path directory;

    FitCommandTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private record Answer(int status, String out, String err) {
        List<JsonNode> objects() throws Exception {
            var objects = new ArrayList<JsonNode>();
            for (String line : out.lines().toList()) objects.add(new ObjectMapper().readTree(line));
            return objects;
        }
    }

    private static Answer fit(String file, String options) {
        var arguments = new ArrayList<>(List.of("fit", file));
        arguments.addAll(List.of(options.split(" ", -1)));
        var out = new StringWriter();
        var err = new StringWriter();
        int status = LoadmarkCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
        return new Answer(status, out.toString(), err.toString());
    }

    /** U = 5 % + X / 20 from 100 to 1,100 requests per second; p99 of one server of 20 ms. */
    private String runs() throws Exception {
        var text = new StringBuilder("version,qps,cpu_pct,disk_pct,p99\n");
        for (String version : List.of("1.0", "2.0")) {
            for (int x = 100; x <= 1_100; x += 100) {
                double cpu = 5 + x / 20.0;
                text.append(String.format(
                        Locale.ROOT, "%s,%d,%.2f,%.2f,%.1f\n", version, x, cpu, 1 + x / 50.0, 20 / (1 - cpu / 100)));
            }
        }
        return Files.writeString(directory.resolve("runs.csv"), text).toString();
    }

    @Test
    void eachGroupIsOneJsonObject() throws Exception {
        var answer = fit(
                runs(),
                "--qps qps --load cpu_pct --load disk_pct --group-by version"
                        + " --p99 p99 --sla p99<=60ms --predict-at 0.3,90% --output json");
        assertThat(answer.status()).as(answer.err()).isZero();
        assertThat(answer.objects()).hasSize(2);
        var first = answer.objects().get(0);
        assertThat(first.at("/group/version").asText()).isEqualTo("1.0");
        assertThat(first.at("/model/name").asText()).isEqualTo("utilisation-law");
        assertThat(first.at("/model/load").asText()).isEqualTo("cpu");
        assertThat(first.at("/model/base").asDouble()).isCloseTo(0.05, within(0.002));
        assertThat(first.at("/bottleneck").asText()).isEqualTo("cpu");
        // 20 ms / (1 - U) = 60 ms at U = 2/3
        assertThat(first.at("/capacity/qps").asDouble()).isCloseTo(1233, within(40.0));
        assertThat(first.at("/capacity/resourceBoundQps/cpu").asDouble()).isCloseTo(1800, within(50.0));
        assertThat(first.at("/capacity/resourceBoundQps/disk").asDouble()).isCloseTo(4700, within(300.0));
        assertThat(first.at("/capacity/low").asDouble())
                .isLessThan(first.at("/capacity/qps").asDouble());
        assertThat(first.at("/flags").toString()).contains("extrapolated", "sla-extrapolated", "loop-unverified");
        assertThat(first.at("/predictions/0/qps").asDouble()).isCloseTo(500, within(10.0));
        assertThat(first.at("/predictions/0/extrapolated").asBoolean()).isFalse();
        assertThat(first.at("/predictions/1/at").asDouble()).isEqualTo(0.9);
        assertThat(first.at("/predictions/1/qps").asDouble()).isCloseTo(1700, within(40.0));
        assertThat(first.at("/predictions/1/extrapolated").asBoolean()).isTrue();
        assertThat(first.at("/baselines/affine").asDouble()).isCloseTo(1800, within(1.0));
    }

    @Test
    void forPeopleThereIsALineATableAndADrawing() throws Exception {
        var answer = fit(runs(), "--qps qps --load cpu_pct --predict-at 0.9");
        assertThat(answer.status()).isZero();
        assertThat(answer.out())
                .startsWith("carries 1")
                .contains("what binds: cpu")
                .contains("└──")
                .contains("● rows")
                .contains("at  90 %")
                .contains("baselines");
    }

    @Test
    void aClosedLoopGivesNoCapacityInsideAnSla() throws Exception {
        var answer = fit(runs(), "--qps qps --load cpu_pct --p99 p99 --sla p99<=60ms --loop closed --output json");
        assertThat(answer.objects().get(0).at("/flags").toString()).contains("closed-loop");
        assertThat(answer.objects().get(0).at("/capacity/slaBoundQps").isNull()).isTrue();
    }

    @Test
    void theScalabilityLawIsFittedAlone() throws Exception {
        var file = Files.writeString(
                directory.resolve("sdm.csv"),
                "load,throughput\n1,64.9\n18,995.9\n36,1652.4\n72,1853.2\n108,1828.9\n144,1775\n216,1702.2\n0,5\n");
        var answer = fit(
                file.toString(),
                "--model usl --concurrency load --throughput throughput" + " --predict-at 50,300 --output json");
        assertThat(answer.status()).as(answer.err()).isZero();
        var report = answer.objects().get(0);
        assertThat(report.at("/model/gamma").asDouble()).isCloseTo(89.995, within(1e-2));
        assertThat(report.at("/model/alpha").asDouble()).isCloseTo(0.02773, within(1e-5));
        assertThat(report.at("/model/beta").asDouble()).isCloseTo(1.0437e-4, within(1e-8));
        assertThat(report.at("/peak/concurrency").asDouble()).isCloseTo(96.52, within(0.05));
        assertThat(report.at("/refused/0/row").asInt()).isEqualTo(9);
        assertThat(report.at("/predictions/1/refused").asText()).contains("not continued");
        assertThat(fit(file.toString(), "--model usl --concurrency load --throughput throughput")
                        .out())
                .contains("peaks at 1883.9 with 96.52");
    }

    private static void refused(String words, String file, String options) {
        var answer = fit(file, options);
        assertThat(answer.status()).as(answer.err()).isEqualTo(64);
        assertThat(answer.err().lines())
                .singleElement()
                .asString()
                .startsWith("loadmark: ")
                .contains(words);
        assertThat(answer.out()).isEmpty();
    }

    @Test
    void wrongInputIsToldInOneLine() throws Exception {
        String runs = runs();
        refused(
                "--qps: " + runs + " has no column 'tps'; it has version, qps, cpu_pct, disk_pct, p99",
                runs,
                "--qps tps --load cpu_pct");
        refused("--load: " + runs + " has no column 'idle'", runs, "--qps qps --load 100-idle");
        refused("--group-by", runs, "--qps qps --load cpu_pct --group-by host");
        refused("--qps is needed", runs, "--load cpu_pct");
        refused("--load is needed", runs, "--qps qps");
        refused("--sla", runs, "--qps qps --load cpu_pct --sla fast");
        refused("--predict-at", runs, "--qps qps --load cpu_pct --predict-at -1");
        refused("does not exist", runs + ".gone", "--qps qps --load cpu_pct");
        refused("say by --limit", runs, "--qps qps --load qps");
        refused("--limit cpu", runs, "--qps qps --load cpu_pct --limit cpu=none");
        refused("--window", runs, "--qps qps --load cpu_pct --window long");
    }

    @Test
    void whatIsMissingIsSaidWithAStatusOfItsOwn() throws Exception {
        var file = Files.writeString(directory.resolve("flat.csv"), "qps,cpu\n10,0.2\n10,0.21\n10,x\n")
                .toString();
        var answer = fit(file, "--qps qps --load cpu --output json");
        assertThat(answer.status()).isEqualTo(66);
        assertThat(answer.objects().get(0).at("/missing/0").asText()).contains("2 of at least 3 rows");
        assertThat(answer.objects().get(0).at("/refused/0/reason").asText())
                .isEqualTo("cpu is 'x', which is no number");
        assertThat(answer.objects().get(0).at("/flags").toString()).contains("insufficient-data");
        assertThat(fit(file, "--qps qps --load cpu").out()).contains("not known from these rows");
    }
}
