package io.loadmark.bench.simulation;

import io.loadmark.bench.simulation.Scenario.Kind;
import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.CapacityEstimator;
import io.loadmark.streams.curves.Curves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * How right {@code dependency} and {@code memory} are named when a simulated service is seen through the topologies, by its
 * spans and by the metrics of its runtime. Arguments: a directory for state, cases of each kind, seconds between two metrics.
 */
public final class LiveStudy {
    private static final long SEED = 10_000;

    private LiveStudy() {}

    /** One service. */
    private record Case(double error, boolean held, String named) {}

    public static void main(String[] args) {
        var directory = Path.of(args[0]);
        long cases = Long.parseLong(args[1]);
        double metricSeconds = Double.parseDouble(args[2]);
        for (Kind kind : List.of(Kind.DEPENDENCY, Kind.MEMORY)) {
            var found = LongStream.range(0, cases)
                    .parallel()
                    .mapToObj(i -> one(kind, SEED + i, directory, metricSeconds))
                    .toList();
            double[] errors = found.stream()
                    .mapToDouble(c -> Math.abs(c.error()))
                    .sorted()
                    .toArray();
            Map<String, Long> named = found.stream()
                    .map(Case::named)
                    .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
            System.out.printf(
                    "%s: named %s; error median %.1f%%, mean %.1f%%, worst %.1f%%; inside 90 %%: %d of %d%n",
                    kind,
                    named,
                    100 * errors[errors.length / 2],
                    100 * Arrays.stream(errors).average().orElseThrow(),
                    100 * errors[errors.length - 1],
                    found.stream().filter(Case::held).count(),
                    cases);
        }
    }

    private static Case one(Kind kind, long seed, Path directory, double metricSeconds) {
        var scenario = Scenario.random(kind, seed);
        var truth = Truth.of(scenario);
        try (var pipeline = new Pipeline(Files.createTempDirectory(directory, "study"), metricSeconds)) {
            pipeline.run(scenario);
            Capacity capacity = CapacityEstimator.estimate(Curves.toModel(pipeline.curve()), truth.sla());
            Double estimate = capacity.qps();
            double error = estimate == null ? Double.NaN : estimate / truth.capacity() - 1;
            return new Case(error, holds(capacity, truth), capacity.bottleneck().name());
        } catch (IOException e) {
            throw new IllegalStateException("no directory for state under " + directory, e);
        }
    }

    private static boolean holds(Capacity capacity, Truth truth) {
        Double low = capacity.low();
        Double high = capacity.high();
        return low != null && high != null && low <= truth.capacity() && truth.capacity() <= high;
    }
}
