package io.loadmark.collector.libvirt.connection;

import com.sun.jna.Memory;
import io.loadmark.collector.fixture.Virsh;
import io.loadmark.collector.identity.HostClock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Many domains with recorded statistics, decoded from native memory as libvirt's are; counters count on. What libvirt's own
 * library and daemon do, and its calls for a domain's name, number and UUID, are left out.
 */
public final class RecordedConnection implements Connection {
    private static final int ULLONG = 4;
    private static final int STRING = 7;
    private static final int TYPE_AT = 80;
    private static final int VALUE_AT = 88;
    /** What is more than a state, a number of something or a size of a few pages counts. */
    private static final long LEAST_COUNTER = 1000;

    private static final String DOMSTATS = Virsh.text("libvirt/domstats.txt");
    private static final String XML = Virsh.text("libvirt/tuned.xml");

    private final int domains;
    private final HostClock clock;
    private final Map<Integer, List<Memory>> recordings = new HashMap<>();
    private final List<Memory> texts = new ArrayList<>();

    /** Of domains 1 to {@code domains}. */
    public RecordedConnection(int domains, HostClock clock) {
        this.domains = domains;
        this.clock = clock;
    }

    public static UUID uuid(int domain) {
        return new UUID(0x8c7f_0a10L << 32, domain);
    }

    @Override
    public Snapshot statistics(Collection<StatsGroup> groups) {
        var recorded = recordings.computeIfAbsent(StatsGroup.bits(groups), unused -> record(groups));
        var readings = new ArrayList<DomainReading>(domains);
        for (int domain = 1; domain <= domains; domain++) {
            var parameters = recorded.get(domain - 1);
            int count = (int) (parameters.size() / TypedParameters.BYTES);
            countOn(parameters, count, domain);
            var figures = Statistics.figures(parameters, count);
            readings.add(new DomainReading(uuid(domain), "d" + domain, domain, figures));
        }
        return new Snapshot(clock.wallMicros(), clock.monotonicNanos(), readings);
    }

    private List<Memory> record(Collection<StatsGroup> groups) {
        var figures = Virsh.domstats(DOMSTATS);
        var names = figures.names().stream()
                .filter(name -> groups.stream().anyMatch(group -> name.startsWith(group.prefix())))
                .sorted()
                .toList();
        var all = new ArrayList<Memory>(domains);
        for (int domain = 1; domain <= domains; domain++) all.add(parameters(figures, names));
        return all;
    }

    private Memory parameters(DomainFigures figures, List<String> names) {
        var memory = new Memory((long) names.size() * TypedParameters.BYTES);
        for (int i = 0; i < names.size(); i++) {
            long at = (long) i * TypedParameters.BYTES;
            memory.setString(at, names.get(i));
            String text = figures.text(names.get(i));
            Long number = figures.number(names.get(i));
            memory.setInt(at + TYPE_AT, text == null ? ULLONG : STRING);
            if (text != null) memory.setPointer(at + VALUE_AT, text(text));
            else memory.setLong(at + VALUE_AT, number == null ? -1 : number);
        }
        return memory;
    }

    private Memory text(String text) {
        var memory = new Memory(text.length() + 1L);
        memory.setString(0, text);
        texts.add(memory);
        return memory;
    }

    private static void countOn(Memory parameters, int count, int domain) {
        for (int i = 0; i < count; i++) {
            long at = (long) i * TypedParameters.BYTES;
            if (parameters.getInt(at + TYPE_AT) != ULLONG) continue;
            long value = parameters.getLong(at + VALUE_AT);
            if (value >= LEAST_COUNTER) parameters.setLong(at + VALUE_AT, value + value / 997 + 31L * domain + i);
        }
    }

    @Override
    public Optional<Answer> ask(UUID domain, boolean configuration) {
        int id = (int) domain.getLeastSignificantBits();
        return Optional.of(new Answer(id, configuration ? XML : null, JobReport.NONE));
    }

    @Override
    public boolean isAlive() {
        return true;
    }

    @Override
    public void close() {
        recordings.clear();
    }
}
