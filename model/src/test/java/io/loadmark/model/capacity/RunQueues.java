package io.loadmark.model.capacity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Round robin by turns of 3 ms on two CPUs; an idle CPU takes over what waits on the other. */
final class RunQueues {
    static final int CPUS = 2;
    private static final double TURN = 3e-3;

    /** Something that wants CPU time. */
    static class Task {
        final boolean inGroup;
        double left;
        boolean queued;

        Task(boolean inGroup) {
            this.inGroup = inGroup;
        }
    }

    private final List<ArrayDeque<Task>> queues = new ArrayList<>();
    private final double[] turn = new double[CPUS];
    private final boolean[] groupIdle = {true, true};
    private final Bandwidth bandwidth;
    private final Random random;
    private final @Nullable Task[] running = new Task[CPUS];
    private double groupSeconds;

    RunQueues(Bandwidth bandwidth, Random random) {
        this.bandwidth = bandwidth;
        this.random = random;
        for (int i = 0; i < CPUS; i++) {
            queues.add(new ArrayDeque<>());
        }
    }

    /** Wakes a task on the shorter queue; one that preempts goes in front half of the time. */
    void wake(Task task, boolean preempts) {
        int first = queues.get(0).size() - queues.get(1).size();
        int cpu = first == 0 ? random.nextInt(CPUS) : first < 0 ? 0 : 1;
        task.queued = true;
        if (preempts && random.nextBoolean()) {
            queues.get(cpu).addFirst(task);
            turn[cpu] = 0;
        } else {
            queues.get(cpu).addLast(task);
        }
    }

    void remove(Task task) {
        queues.forEach(q -> q.remove(task));
        task.queued = false;
    }

    void balance() {
        for (int cpu = 0; cpu < CPUS; cpu++) {
            var other = queues.get(1 - cpu);
            if (queues.get(cpu).isEmpty() && other.size() > 1) {
                queues.get(cpu).add(other.removeLast());
            }
        }
    }

    /** Runs a CPU for a step; the task that ran. */
    @Nullable
    Task run(int cpu, double now, double step) {
        boolean group = holdsGroup(cpu);
        if (!group && !groupIdle[cpu]) {
            bandwidth.idle(cpu, now);
        }
        groupIdle[cpu] = !group;
        Task task = next(cpu, now);
        running[cpu] = task;
        if (task == null) {
            return null;
        }
        task.left -= step;
        turn[cpu] += step;
        if (task.inGroup) {
            groupSeconds += step;
            bandwidth.used(cpu, step);
        }
        if (turn[cpu] >= TURN || task.left <= 0) {
            turn[cpu] = 0;
            if (task.left > 0) {
                queues.get(cpu).remove(task);
                queues.get(cpu).addLast(task);
            }
        }
        return task;
    }

    private boolean holdsGroup(int cpu) {
        for (Task task : queues.get(cpu)) {
            if (task.inGroup) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Task next(int cpu, double now) {
        for (Task task : queues.get(cpu)) {
            if (!task.inGroup || bandwidth.mayRun(cpu, task.equals(running[cpu]), now)) {
                return task;
            }
        }
        return null;
    }

    /** CPU time that the group used so far, seconds. */
    double groupSeconds() {
        return groupSeconds;
    }
}
