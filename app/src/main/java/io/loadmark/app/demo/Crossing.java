package io.loadmark.app.demo;

import io.loadmark.app.demo.load.StepResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Where rising steps of load break a p99 bound: where 1 % of the requests take longer. The steps rise until two in a row
 * have broken it, since one alone is noise. Stopping there by itself reads high, because each step near the bound is a
 * toss-up; so steps around the crossing are run again, and the crossing is read off the isotonic regression of the share
 * of slow requests over all steps (pool adjacent violators; Barlow et al. 1972).
 */
final class Crossing {
    private static final int IN_A_ROW = 2;
    private static final double SLOW_SHARE = 0.01;

    /** Requests of one or several steps: their mean throughput, and how many were slow; half a request stands for none. */
    private record Block(double rate, double slow, double sent) {
        Block with(Block next) {
            double all = sent + next.sent;
            return new Block((rate * sent + next.rate * next.sent) / all, slow + next.slow, all);
        }

        double logShare() {
            return Math.log(Math.max(0.5, slow) / sent);
        }
    }

    private final Duration bound;
    private final List<StepResult> rising = new ArrayList<>();
    private final List<StepResult> again = new ArrayList<>();

    Crossing(Duration bound) {
        this.bound = bound;
    }

    /** A step; the first are to rise, those after the crossing was found are repetitions. */
    void add(StepResult step) {
        if (isFound()) again.add(step);
        else rising.add(step);
    }

    List<StepResult> steps() {
        var all = new ArrayList<>(rising);
        all.addAll(again);
        return List.copyOf(all);
    }

    /** Whether two rising steps in a row broke the bound. */
    boolean isFound() {
        int at = rising.size() - IN_A_ROW;
        return at >= 0 && rising.subList(at, rising.size()).stream().noneMatch(step -> step.meets(bound));
    }

    /** Loads of the rising steps, the nearest to the crossing first; empty as long as there is none. */
    List<Double> loadsAroundIt() {
        var crossing = requestsPerSecond();
        if (crossing.isEmpty()) return List.of();
        return rising.stream()
                .map(StepResult::intendedQps)
                .sorted(Comparator.comparing(qps -> Math.abs(Math.log(qps / crossing.getAsDouble()))))
                .toList();
    }

    /** Requests per second at the crossing; empty before it is found, and if no step held the bound. */
    OptionalDouble requestsPerSecond() {
        if (!isFound()) return OptionalDouble.empty();
        double limit = Math.log(SLOW_SHARE);
        Block below = null;
        for (var block : pooled()) {
            if (block.logShare() > limit) {
                return below == null ? OptionalDouble.empty() : OptionalDouble.of(between(below, block, limit));
            }
            below = block;
        }
        return OptionalDouble.empty();
    }

    private static double between(Block below, Block above, double limit) {
        double share = (limit - below.logShare()) / (above.logShare() - below.logShare());
        return below.rate() + (above.rate() - below.rate()) * share;
    }

    private List<Block> pooled() {
        Deque<Block> blocks = new ArrayDeque<>();
        var byLoad = new ArrayList<>(steps());
        byLoad.sort(Comparator.comparing(StepResult::intendedQps));
        for (var step : byLoad) {
            var block = new Block(rate(step), step.slowerThan(bound), step.sent());
            while (!blocks.isEmpty() && violates(blocks.getLast(), block))
                block = blocks.removeLast().with(block);
            blocks.addLast(block);
        }
        return List.copyOf(blocks);
    }

    /** Repetitions of a load differ in their rate by chance only; sorted, they may still come in any order of it. */
    private static boolean violates(Block before, Block block) {
        return before.logShare() >= block.logShare() || before.rate() >= block.rate();
    }

    private static double rate(StepResult step) {
        return step.sent() / (step.length().toNanos() / 1e9);
    }
}
