package io.loadmark.bench.simulation;

import io.loadmark.bench.simulation.Agenda.What;
import io.loadmark.bench.simulation.Request.Part;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/**
 * A {@link Scenario} running: an open loop of requests, each of which computes, perhaps waits for the lock, takes a connection,
 * reads from the disk, calls the dependency, gives the connection back and computes again.
 */
final class Service {
    /** Cores that the service uses without requests. */
    static final double HOUSEKEEPING = 0.01;

    private static final int HOPELESS = 20_000;
    private static final double BURST = 0.02;
    private static final double NEIGHBOUR_STAYS = 20;
    private static final double NEIGHBOUR_STAYS_AWAY = 200;
    private static final double EPISODE = 2;
    private static final double COLD = 2;
    private static final double COLD_SECONDS = 10;
    private static final int COLLECTORS = 2;

    private final Scenario scenario;
    private final SplittableRandom random;
    private final Spans spans;
    private final Agenda agenda = new Agenda();
    private final Cpu cpu;
    private final Heap heap;
    private final Station lock = new Station(1);
    private final Station pool;
    private final Station disk = new Station(1);
    private final Station dependency;
    private final DoubleUnaryOperator rate;
    private final double mostRate;
    private final double length;
    private double now;
    private long inFlight;
    private int background;
    private boolean collecting;
    private boolean neighbour;
    private boolean episode;

    /** Where requests and calls go that ended. */
    interface Spans {
        /** Looks away. */
        Spans NOBODYS = new Spans() {
            @Override
            public void ended(Request request, double at) {}

            @Override
            public void called(Request request, double at) {}
        };

        void ended(Request request, double at);

        /** A request's call came back; it went out at {@link Request#callFrom}. */
        void called(Request request, double at);
    }

    /**
     * The service under a rate that depends on the time.
     *
     * @param mostRate a bound of the rate, requests per second
     * @param length time from the first to the last mix, with the deploy in the middle, seconds
     */
    Service(Scenario scenario, long seed, DoubleUnaryOperator rate, double mostRate, double length, Spans spans) {
        this.scenario = scenario;
        this.random = new SplittableRandom(seed);
        this.rate = rate;
        this.mostRate = mostRate;
        this.length = length;
        this.spans = spans;
        cpu = new Cpu(scenario.cpu());
        heap = new Heap(scenario, rate.applyAsDouble(0));
        pool = new Station(scenario.poolSize());
        dependency = new Station(scenario.callServers());
        begin();
    }

    private void begin() {
        agenda.add(exponential(1 / mostRate), What.ARRIVAL, Agenda.NOBODY);
        int tasks = (int) Math.ceil(scenario.backgroundCores() / 0.5);
        for (int i = 0; i < tasks; i++) agenda.add(exponential(BURST), What.BACKGROUND, new boolean[1]);
        if (scenario.neighbourSteal() > 0) {
            agenda.add(exponential(NEIGHBOUR_STAYS_AWAY), What.NEIGHBOUR, Agenda.NOBODY);
        }
        if (scenario.othersCallsPerSecond() > 0) agenda.add(0, What.OTHERS_CALL, Agenda.NOBODY);
        if (scenario.episodeShare() > 0) agenda.add(awayFromEpisode(), What.EPISODE, Agenda.NOBODY);
    }

    /** Goes on until a time; false if so many requests are in flight that the queue has no end. */
    boolean runUntil(double end) {
        while (inFlight < HOPELESS) {
            double next = Math.min(agenda.next(), cpu.nextChange());
            if (next >= end) {
                pass(end);
                return true;
            }
            pass(next);
            for (Request done = cpu.finished(); done != null; done = cpu.finished()) computed(done);
            while (agenda.next() <= now) {
                What what = agenda.nextWhat();
                Object about = agenda.nextAbout();
                agenda.removeNext();
                happen(what, about);
            }
        }
        return false;
    }

    private void pass(double to) {
        cpu.advance(to);
        now = to;
    }

    private void happen(What what, Object about) {
        switch (what) {
            case ARRIVAL -> arrive();
            case DISK_DONE -> readDone((Request) about);
            case CALL_DONE -> callDone((Request) about);
            case OTHERS_CALL -> othersCall();
            case OTHERS_CALL_DONE -> leaveDependency();
            case BACKGROUND -> burst((boolean[]) about);
            case NEIGHBOUR -> {
                neighbour = !neighbour;
                cpu.setStolen(neighbour ? scenario.neighbourSteal() : 0);
                agenda.add(now + exponential(neighbour ? NEIGHBOUR_STAYS : NEIGHBOUR_STAYS_AWAY), what, about);
            }
            case GC_DONE -> {
                collecting = false;
                cpu.setCollecting(0);
            }
            case EPISODE -> {
                episode = !episode;
                agenda.add(now + (episode ? exponential(EPISODE) : awayFromEpisode()), what, about);
            }
            case LOCK_DONE -> unlock((Request) about);
            case DELAY_DONE -> end((Request) about);
        }
    }

    private void arrive() {
        agenda.add(now + exponential(1 / mostRate), What.ARRIVAL, Agenda.NOBODY);
        if (random.nextDouble() * mostRate >= rate.applyAsDouble(now)) return;
        double way = Math.min(1, now / length);
        int route = 0;
        var routes = scenario.routes();
        double left = random.nextDouble() - routes.share(0, way);
        while (left > 0 && route < routes.count() - 1) left -= routes.share(++route, way);
        var request = new Request(now, route);
        inFlight++;
        if (!collecting && heap.allocate(now, exponential(1))) collect();
        double work = lognormal(scenario.cpuSeconds() * routes.cost(route) * release(), scenario.cpuSpread());
        request.secondHalf = work / 2;
        cpu.start(request, work / 2);
    }

    /** What the release in the middle does to the CPU time of a request, slower while it is cold. */
    private double release() {
        double since = now - length / 2;
        if (scenario.deploy() == 1 || since < 0) return 1;
        return scenario.deploy() * (1 + (COLD - 1) * Math.exp(-since / COLD_SECONDS));
    }

    private void collect() {
        collecting = true;
        cpu.setCollecting(Math.min(COLLECTORS, scenario.cpu().threads()));
        agenda.add(now + heap.collect(), What.GC_DONE, Agenda.NOBODY);
    }

    private void computed(Request request) {
        if (request.part == Part.SECOND_HALF) {
            if (episode && random.nextBoolean()) {
                agenda.add(now + exponential(scenario.episodeDelay()), What.DELAY_DONE, request);
            } else {
                end(request);
            }
        } else if (scenario.lockSeconds() > 0) {
            if (lock.enter(now, request)) locked(request);
        } else {
            connect(request);
        }
    }

    private void locked(Request request) {
        agenda.add(now + lognormal(scenario.lockSeconds(), 0.5), What.LOCK_DONE, request);
    }

    private void unlock(Request request) {
        Object next = lock.leave(now);
        if (next != null) locked((Request) next);
        connect(request);
    }

    private void connect(Request request) {
        if (pool.enter(now, request)) connected(request);
    }

    private void connected(Request request) {
        double reads = scenario.reads();
        request.reads = (int) reads + (random.nextDouble() < reads - (int) reads ? 1 : 0);
        goOn(request);
    }

    private void goOn(Request request) {
        if (request.reads > 0) {
            request.reads--;
            if (disk.enter(now, request)) read(request);
        } else if (scenario.callSeconds() > 0) {
            request.callFrom = now;
            if (dependency.enter(now, request)) answer(request, scenario.wireSeconds());
        } else {
            disconnect(request);
        }
    }

    private void read(Request request) {
        agenda.add(now + exponential(scenario.readSeconds()), What.DISK_DONE, request);
    }

    private void readDone(Request request) {
        Object next = disk.leave(now);
        if (next != null) read((Request) next);
        goOn(request);
    }

    private void answer(Object caller, double wire) {
        double served = now + lognormal(scenario.callSeconds(), scenario.callSpread());
        if (caller instanceof Request) agenda.add(served + wire, What.CALL_DONE, caller);
        agenda.add(served, What.OTHERS_CALL_DONE, Agenda.NOBODY);
    }

    private void othersCall() {
        agenda.add(now + exponential(1 / scenario.othersCallsPerSecond()), What.OTHERS_CALL, Agenda.NOBODY);
        if (dependency.enter(now, Agenda.NOBODY)) answer(Agenda.NOBODY, 0);
    }

    private void leaveDependency() {
        Object next = dependency.leave(now);
        if (next != null) answer(next, scenario.wireSeconds());
    }

    private void callDone(Request request) {
        spans.called(request, now);
        disconnect(request);
    }

    private void disconnect(Request request) {
        Object next = pool.leave(now);
        if (next != null) connected((Request) next);
        request.part = Part.SECOND_HALF;
        cpu.start(request, request.secondHalf);
    }

    private void end(Request request) {
        inFlight--;
        spans.ended(request, now);
    }

    private void burst(boolean[] isOn) {
        isOn[0] = !isOn[0];
        background += isOn[0] ? 1 : -1;
        cpu.setOthersRunnable(background);
        double load = scenario.backgroundCores() / Math.ceil(scenario.backgroundCores() / 0.5);
        agenda.add(now + exponential(isOn[0] ? BURST : BURST * (1 - load) / load), What.BACKGROUND, isOn);
    }

    private double awayFromEpisode() {
        return exponential(EPISODE * (1 / scenario.episodeShare() - 1));
    }

    private double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    private double lognormal(double mean, double spread) {
        double normal = Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
        return mean * Math.exp(spread * normal - spread * spread / 2);
    }

    Cpu cpu() {
        return cpu;
    }

    Heap heap() {
        return heap;
    }

    /** The disk, with its sums up to now. */
    Station disk() {
        disk.advance(now);
        return disk;
    }
}
