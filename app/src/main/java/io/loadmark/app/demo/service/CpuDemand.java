package io.loadmark.app.demo.service;

import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * CPU time of one request after the other, in nanoseconds: lognormal with a given mean and coefficient of variation, the
 * same sequence for the same seed. For X = exp(μ + σZ): σ² = ln(1 + cv²), μ = ln(mean) − σ²/2. Thread-safe.
 */
final class CpuDemand implements LongSupplier {
    private final SplittableRandom random;
    private final double mu;
    private final double sigma;

    CpuDemand(CheckoutScenario scenario) {
        double variance = Math.log1p(scenario.cv() * scenario.cv());
        this.sigma = Math.sqrt(variance);
        this.mu = Math.log(scenario.meanMillis() * 1e6) - variance / 2;
        this.random = new SplittableRandom(scenario.seed());
    }

    @Override
    public synchronized long getAsLong() {
        return Math.round(Math.exp(mu + sigma * random.nextGaussian()));
    }
}
