package io.loadmark.model.capacity;

import io.loadmark.model.capacity.ServiceMachine.Scenario;
import io.loadmark.model.curve.LoadQpsCurve;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * How far the estimate is from what a step test measures, over many random services; too long for a test. Arguments: number
 * of services, requests a step, seconds of the ramp, 1 for a long run as well. For each SLA it prints
 * the share of services whose capacity is already below the ramp's end, and of the others mean and standard deviation of
 * the error, mean absolute error, shares within 10 % and 15 %, and the share inside the interval.
 *
 * <p>The step test: throughputs from the ramp's end upwards by 5 %, until the p99 breaks the SLA twice running.
 * {@code STEPS} interpolates between the last step that passed and the first of the two. {@code POOLED} counts the
 * requests beyond the limit, makes their share rise with the throughput by pooling adjacent steps where it
 * doesn't, and takes where it crosses 1 %. {@code LONG_RUN} is the same service for 20,000 requests a throughput.
 */
final class CapacityStudy {
    private static final double[] MULTIPLES = {10, 12, 15, 20, 25, 40};
    private static final double RAMP_END = 0.6;
    private static final double GROWTH = 1.05;

    enum Truth {
        STEPS,
        POOLED,
        LONG_RUN
    }

    /** One throughput and the response times at it, ascending. */
    private static final class Measured {
        private final double rate;
        private final double[] times;

        Measured(double rate, double[] times) {
            this.rate = rate;
            this.times = times;
        }

        double p99() {
            return times[(int) (0.99 * (times.length - 1))];
        }

        double beyond(double limit) {
            int i = times.length;
            while (i > 0 && times[i - 1] > limit) {
                i--;
            }
            return (double) (times.length - i) / times.length;
        }
    }

    /** Ratios of the estimate and of the plain rule to the measured capacity. */
    private record Outcome(double estimate, double baseline, boolean inside) {}

    private final Map<Truth, List<List<Outcome>>> outcomes = new EnumMap<>(Truth.class);
    private final int[] below = new int[MULTIPLES.length];
    private final int requests;
    private final int rampSeconds;
    private final boolean longRun;

    private CapacityStudy(int requests, int rampSeconds, boolean longRun) {
        this.requests = requests;
        this.rampSeconds = rampSeconds;
        this.longRun = longRun;
        for (Truth truth : Truth.values()) {
            var perSla = new ArrayList<List<Outcome>>();
            for (int i = 0; i < MULTIPLES.length; i++) {
                perSla.add(new ArrayList<>());
            }
            outcomes.put(truth, perSla);
        }
    }

    public static void main(String[] args) {
        int services = Integer.parseInt(args[0]);
        var study = new CapacityStudy(Integer.parseInt(args[1]), Integer.parseInt(args[2]), args[3].equals("1"));
        for (int seed = 1; seed <= services; seed++) {
            study.add(Scenario.random(seed));
        }
        study.print(services);
    }

    private void add(Scenario scenario) {
        var machine = new ServiceMachine(scenario);
        LoadQpsCurve curve = Observation.ofRamp(machine, scenario, rampSeconds);
        List<Measured> steps = steps(machine, scenario);
        List<Measured> lasting = longRun ? lasting(scenario) : List.of();
        for (int i = 0; i < MULTIPLES.length; i++) {
            double limit = MULTIPLES[i] * scenario.mean();
            int fails = firstOfTwoFailures(steps, limit);
            if (fails == 0) {
                below[i]++;
            } else if (fails > 0) {
                Capacity capacity =
                        CapacityEstimator.estimate(curve, new Sla(0.99, Duration.ofNanos((long) (limit * 1e9))));
                judge(Truth.STEPS, i, capacity, interpolated(steps, fails, limit));
                judge(Truth.POOLED, i, capacity, pooled(steps.subList(0, fails + 2), limit));
                if (longRun) {
                    judge(Truth.LONG_RUN, i, capacity, pooled(lasting, limit));
                }
            }
        }
    }

    private void judge(Truth truth, int sla, Capacity capacity, double measured) {
        if (measured > 0 && capacity.qps() != null) {
            double low = Objects.requireNonNull(capacity.low());
            double high = Objects.requireNonNull(capacity.high());
            Objects.requireNonNull(outcomes.get(truth))
                    .get(sla)
                    .add(new Outcome(
                            capacity.qps() / measured,
                            Objects.requireNonNull(capacity.baselineQps()) / measured,
                            low <= measured && measured <= high));
        }
    }

    private List<Measured> steps(ServiceMachine machine, Scenario scenario) {
        var steps = new ArrayList<Measured>();
        double worst = MULTIPLES[MULTIPLES.length - 1] * scenario.mean();
        int failed = 0;
        for (double rate = RAMP_END * scenario.saturation();
                failed < 2 && rate < 1.2 * scenario.saturation();
                rate *= GROWTH) {
            steps.add(new Measured(rate, machine.step(rate, requests)));
            failed = steps.get(steps.size() - 1).p99() > worst ? failed + 1 : 0;
        }
        return steps;
    }

    private static List<Measured> lasting(Scenario scenario) {
        var all = new ArrayList<Measured>();
        for (double share = 0.4; share < 1; share += 0.05) {
            var machine = new ServiceMachine(scenario);
            machine.ramp(25, 0.2 * scenario.saturation(), 0.2 * scenario.saturation());
            double rate = share * scenario.saturation();
            all.add(new Measured(rate, machine.step(rate, 20_000)));
        }
        return all;
    }

    private static int firstOfTwoFailures(List<Measured> steps, double limit) {
        for (int i = 0; i + 1 < steps.size(); i++) {
            if (steps.get(i).p99() > limit && steps.get(i + 1).p99() > limit) {
                return i;
            }
        }
        return -1;
    }

    private static double interpolated(List<Measured> steps, int fails, double limit) {
        Measured passes = steps.get(fails - 1);
        Measured breaks = steps.get(fails);
        double share = Math.log(limit / passes.p99()) / Math.log(breaks.p99() / passes.p99());
        return passes.rate + share * (breaks.rate - passes.rate);
    }

    /** Where the share beyond the limit crosses 1 %, made rising by pooling neighbours; NaN where it doesn't. */
    private static double pooled(List<Measured> steps, double limit) {
        record Pool(double rates, double beyond, int steps) {
            Pool plus(Pool other) {
                return new Pool(rates + other.rates, beyond + other.beyond, steps + other.steps);
            }
        }
        var pools = new ArrayList<Pool>();
        for (Measured step : steps) {
            pools.add(new Pool(step.rate, step.beyond(limit), 1));
            while (pools.size() > 1
                    && last(pools, 2).beyond / last(pools, 2).steps >= last(pools, 1).beyond / last(pools, 1).steps) {
                Pool merged = last(pools, 2).plus(last(pools, 1));
                pools.remove(pools.size() - 1);
                pools.set(pools.size() - 1, merged);
            }
        }
        for (int i = 1; i < pools.size(); i++) {
            Pool b = pools.get(i);
            if (b.beyond / b.steps > 0.01) {
                Pool a = pools.get(i - 1);
                double x = a.rates / a.steps;
                double y = a.beyond / a.steps;
                return y > 0.01 ? Double.NaN : x + (b.rates / b.steps - x) * (0.01 - y) / (b.beyond / b.steps - y);
            }
        }
        return Double.NaN;
    }

    private static <T> T last(List<T> list, int fromEnd) {
        return list.get(list.size() - fromEnd);
    }

    private void print(int services) {
        for (Truth truth : Truth.values()) {
            for (int i = 0; i < MULTIPLES.length; i++) {
                List<Outcome> of = Objects.requireNonNull(outcomes.get(truth)).get(i);
                if (!of.isEmpty()) {
                    System.out.printf(
                            Locale.ROOT,
                            "%-8s %2.0fx n=%3d below=%3.0f%% | estimate %s inside=%2.0f%% | 85%% rule %s%n",
                            truth,
                            MULTIPLES[i],
                            of.size(),
                            100.0 * below[i] / services,
                            summary(of.stream().mapToDouble(o -> o.estimate - 1).toArray()),
                            100.0 * of.stream().filter(Outcome::inside).count() / of.size(),
                            summary(of.stream().mapToDouble(o -> o.baseline - 1).toArray()));
                }
            }
        }
    }

    private static String summary(double[] errors) {
        double mean = 0;
        double absolute = 0;
        double square = 0;
        int ten = 0;
        int fifteen = 0;
        for (double e : errors) {
            mean += e / errors.length;
            absolute += Math.abs(e) / errors.length;
            square += e * e / errors.length;
            ten += Math.abs(e) <= 0.1 ? 1 : 0;
            fifteen += Math.abs(e) <= 0.15 ? 1 : 0;
        }
        return String.format(
                Locale.ROOT,
                "%+5.1f±%4.1f%% mean|e|=%4.1f%% in10=%3.0f%% in15=%3.0f%%",
                100 * mean,
                100 * Math.sqrt(square - mean * mean),
                100 * absolute,
                100.0 * ten / errors.length,
                100.0 * fifteen / errors.length);
    }
}
