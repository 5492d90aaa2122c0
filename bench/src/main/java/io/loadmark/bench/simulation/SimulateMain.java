package io.loadmark.bench.simulation;

import io.loadmark.bench.simulation.Scenario.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/** {@code bench/simulate}: estimates from low loads against known capacities. */
public final class SimulateMain {
    private SimulateMain() {}

    public static void main(String[] args) {
        int cases = 50;
        long seed = 1;
        boolean each = false;
        List<Kind> kinds = List.of(Kind.values());
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--cases" -> cases = Integer.parseInt(args[++i]);
                case "--seed" -> seed = Long.parseLong(args[++i]);
                case "--kind" -> kinds = List.of(Kind.valueOf(args[++i].toUpperCase(Locale.ROOT)));
                case "--each" -> each = true;
                default -> {
                    System.err.println("bench/simulate [--cases N] [--seed S] [--kind KIND] [--each], was " + args[i]);
                    System.exit(64);
                }
            }
        }
        run(cases, seed, kinds, each);
    }

    private static void run(int cases, long seed, List<Kind> kinds, boolean each) {
        Map<Kind, List<Outcome>> outcomes = new EnumMap<>(Kind.class);
        System.out.println(Table.HEADER);
        for (Kind kind : kinds) {
            // Seeds by kind and case alone: more cases are the same ones and others.
            var of = LongStream.range(0, cases)
                    .parallel()
                    .mapToObj(i -> Outcome.of(kind, seed * 10_000 + i))
                    .toList();
            outcomes.put(kind, of);
            if (each) of.forEach(o -> System.out.println(Table.one(o)));
            System.out.println(Table.row(kind.name().toLowerCase(Locale.ROOT), of));
            if (kind == Kind.SMT) {
                var untold = of.stream().map(Outcome::asUntold).toList();
                System.out.println(Table.row("smt, not told", untold));
            }
        }
        var all = new ArrayList<Outcome>();
        outcomes.forEach((kind, of) -> {
            if (kind.isAboutCapacity()) all.addAll(of);
        });
        if (!all.isEmpty()) System.out.println(Table.row("cpu to dependency", all));
        outcomes.forEach((kind, of) -> {
            if (kind.isAboutChange()) System.out.println(Table.change(kind, of));
        });
    }
}
