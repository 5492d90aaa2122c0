package io.loadmark.app.demo;

import io.loadmark.app.demo.load.StepResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Where rising steps of load break a latency bound. The steps go on until two in a row have broken it, since one alone
 * is noise. The crossing itself is read off the isotonic regression of log latency over all steps (pool adjacent
 * violators; Barlow et al. 1972): the rule of two in a row by itself would come late, because each step near the bound
 * is a toss-up.
 */
final class Crossing {
    private static final int IN_A_ROW = 2;
    /** A percentile that fell on a refused or failed request is taken for so many times the bound. */
    private static final double REFUSED = 10;

    /** Steps that were pooled: their mean throughput and mean log latency. */
    private record Block(double rate, double logMicros, int steps) {
        Block with(Block next) {
            int all = steps + next.steps;
            return new Block(
                    (rate * steps + next.rate * next.steps) / all,
                    (logMicros * steps + next.logMicros * next.steps) / all,
                    all);
        }
    }

    private final Duration bound;
    private final List<StepResult> steps = new ArrayList<>();

    Crossing(Duration bound) {
        this.bound = bound;
    }

    void add(StepResult step) {
        steps.add(step);
    }

    List<StepResult> steps() {
        return List.copyOf(steps);
    }

    /** Whether the last two steps broke the bound. */
    boolean isFound() {
        int at = steps.size() - IN_A_ROW;
        return at >= 0 && steps.subList(at, steps.size()).stream().noneMatch(step -> step.meets(bound));
    }

    /** Requests per second at the crossing; empty before it is found, and if no step held the bound. */
    OptionalDouble requestsPerSecond() {
        if (!isFound()) return OptionalDouble.empty();
        double limit = Math.log(bound.toNanos() / 1e3);
        Block below = null;
        for (var block : pooled()) {
            if (block.logMicros() > limit) {
                return below == null ? OptionalDouble.empty() : OptionalDouble.of(between(below, block, limit));
            }
            below = block;
        }
        return OptionalDouble.empty();
    }

    private static double between(Block below, Block above, double limit) {
        double share = (limit - below.logMicros()) / (above.logMicros() - below.logMicros());
        return below.rate() + (above.rate() - below.rate()) * share;
    }

    private List<Block> pooled() {
        Deque<Block> blocks = new ArrayDeque<>();
        for (var step : steps) {
            var block = new Block(rate(step), Math.log(micros(step)), 1);
            while (!blocks.isEmpty() && blocks.getLast().logMicros() > block.logMicros()) {
                block = blocks.removeLast().with(block);
            }
            blocks.addLast(block);
        }
        return List.copyOf(blocks);
    }

    private double micros(StepResult step) {
        Long p99 = step.p99Micros();
        return p99 == null ? REFUSED * bound.toNanos() / 1e3 : Math.max(1, p99);
    }

    private static double rate(StepResult step) {
        return step.sent() / (step.length().toNanos() / 1e9);
    }
}
