package io.loadmark.app.demo.load;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What else the machine did during a step. When the machine itself is used up, the service is slow for a reason that its
 * quota does not explain, and the step tells nothing of its capacity. Pressure (PSI) is not asked: the kernel counts
 * threads that wait for their own quota in it.
 *
 * @param busyCores of all that ran
 * @param outsideCores used by anything but the service; null where the service's use is unknown
 * @param saturatedShare share of the time, in [0, 1], in which more than 90 % of the machine was busy or stolen, or more
 *     than 10 % stolen
 */
public record MachineUse(double busyCores, @Nullable Double outsideCores, double saturatedShare) {
    private static final double SATURATED = 0.9;
    private static final double STOLEN = 0.1;
    private static final double DISTURBED = 0.2;

    /** Whether the step should be repeated or left out. */
    public boolean disturbed() {
        return saturatedShare > DISTURBED;
    }

    /** Of consecutive samples; empty for fewer than two. */
    static Optional<MachineUse> over(List<MachineSample> samples) {
        if (samples.size() < 2) return Optional.empty();
        var first = samples.get(0);
        var last = samples.get(samples.size() - 1);
        long ticks = last.totalTicks() - first.totalTicks();
        long micros = last.atMicros() - first.atMicros();
        if (ticks <= 0 || micros <= 0) return Optional.empty();
        double busy = (double) (last.busyTicks() - first.busyTicks()) / ticks * last.cpus();
        return Optional.of(new MachineUse(busy, outside(busy, first, last, micros), saturatedShare(samples, micros)));
    }

    private static @Nullable Double outside(double busy, MachineSample first, MachineSample last, long micros) {
        if (first.serviceNanos().isEmpty() || last.serviceNanos().isEmpty()) return null;
        long service = last.serviceNanos().getAsLong() - first.serviceNanos().getAsLong();
        return Math.max(0, busy - service / 1000.0 / micros); // ticks are coarse: a quiet machine may come out below 0
    }

    private static double saturatedShare(List<MachineSample> samples, long micros) {
        long saturated = 0;
        for (int i = 1; i < samples.size(); i++) {
            var before = samples.get(i - 1);
            var after = samples.get(i);
            if (isSaturated(before, after)) saturated += after.atMicros() - before.atMicros();
        }
        return (double) saturated / micros;
    }

    private static boolean isSaturated(MachineSample before, MachineSample after) {
        double ticks = after.totalTicks() - before.totalTicks();
        long stolen = after.stealTicks() - before.stealTicks();
        long used = after.busyTicks() - before.busyTicks() + stolen;
        return ticks > 0 && (used / ticks > SATURATED || stolen / ticks > STOLEN);
    }
}
