package io.loadmark.model.share;

/**
 * What one thread asks of the CPUs when it is always busy, such as a vCPU; it runs on one CPU at a time.
 *
 * @param weight what it counts beside others, &gt; 0
 * @param most cores that it uses at most, in (0, 1]: less than 1 under a quota
 * @param cpus where it may run; not empty
 */
public record Claim(double weight, double most, CpuSet cpus) {
    public Claim {
        if (!(weight > 0 && Double.isFinite(weight))) throw new IllegalArgumentException("no weight: " + weight);
        if (!(most > 0 && most <= 1)) throw new IllegalArgumentException("cores must be in (0, 1], were " + most);
        if (cpus.isEmpty()) throw new IllegalArgumentException("a claim on no CPU");
    }
}
