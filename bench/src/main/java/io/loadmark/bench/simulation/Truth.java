package io.loadmark.bench.simulation;

import io.loadmark.model.capacity.Sla;
import java.time.Duration;
import java.util.Arrays;

/**
 * The objective of a scenario and the largest steady rate at which it holds, measured by long runs of the scenario itself: the
 * objective is the p99 at some 70 to 92 % of the saturation, and never one that the loads below 60 % break.
 *
 * @param sla objective
 * @param capacity requests per second; 0 when no rate holds it
 */
record Truth(Sla sla, double capacity) {
    private static final int REQUESTS = 120_000;
    private static final double QUANTILE = 0.99;
    private static final double WARM_UP_SHARE = 0.05;
    private static final double STEP = 0.03;
    private static final double LEAST_SLOPE = 2;
    private static final double ROOM = 1.15;

    static Truth of(Scenario scenario) {
        double saturation =
                scenario.saturation() * scenario.demand(0) / scenario.settled().demand(1);
        double[] low = responses(scenario, 0.6 * saturation);
        if (scenario.kind() == Scenario.Kind.UNKNOWN) return new Truth(sla(0.5 * p99(low)), 0);
        double load = 0.7 + 0.22 * Math.floorMod(scenario.seed() * 7, 20) / 20;
        double[] high = responses(scenario, load * saturation);
        while (high.length == 0) {
            load -= 0.03;
            high = responses(scenario, load * saturation);
        }
        while (p99(high) < ROOM * p99(low) && load < 0.97) {
            load += 0.02;
            double[] higher = responses(scenario, load * saturation);
            if (higher.length == 0) break;
            high = higher;
        }
        var sla = sla(Math.max(p99(high), ROOM * p99(low)));
        return new Truth(sla, refined(scenario, sla, load * saturation));
    }

    /** Secant steps on the logarithm of the share beyond the limit, which is nearly linear over a few percent of rate. */
    private static double refined(Scenario scenario, Sla sla, double guess) {
        double target = Math.log(1 - QUANTILE);
        double x = guess;
        double share = logShare(scenario, sla, x);
        double other = share > target ? x * (1 - STEP) : x * (1 + STEP);
        for (int i = 0; i < 3 && Math.abs(other / x - 1) > 0.002; i++) {
            double otherShare = logShare(scenario, sla, other);
            double slope = Math.max(LEAST_SLOPE / guess, (otherShare - share) / (other - x));
            x = other;
            share = otherShare;
            other = Math.max(0.9 * x, Math.min(1.1 * x, x + (target - share) / slope));
        }
        return other;
    }

    private static double logShare(Scenario scenario, Sla sla, double rate) {
        double[] responses = responses(scenario, rate);
        if (responses.length == 0) return 0;
        double limit = sla.limit().toNanos() / 1e9;
        double beyond = Arrays.stream(responses).filter(r -> r > limit).count();
        return Math.log(Math.max(0.5, beyond) / responses.length);
    }

    /** Response times at a steady rate, seconds, ascending; empty if the queue has no end. */
    private static double[] responses(Scenario scenario, double rate) {
        double seconds = REQUESTS / rate;
        double[] responses = new double[(int) (1.1 * REQUESTS)];
        var spans = new Service.Spans() {
            private int count;

            @Override
            public void ended(Request request, double at) {
                if (at > WARM_UP_SHARE * seconds && count < responses.length) {
                    responses[count++] = at - request.arrived;
                }
            }

            @Override
            public void called(Request request, double at) {}
        };
        var service = new Service(scenario.settled(), scenario.seed() + 1, time -> rate, rate, 1, spans);
        if (!service.runUntil(seconds)) return new double[0];
        double[] seen = Arrays.copyOf(responses, spans.count);
        Arrays.sort(seen);
        return seen;
    }

    private static double p99(double[] ascending) {
        return ascending[(int) (QUANTILE * (ascending.length - 1))];
    }

    private static Sla sla(double seconds) {
        return new Sla(QUANTILE, Duration.ofNanos((long) (1e9 * seconds)));
    }
}
