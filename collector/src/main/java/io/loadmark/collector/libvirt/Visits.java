package io.loadmark.collector.libvirt;

import io.loadmark.collector.libvirt.connection.Connection;
import io.loadmark.collector.libvirt.connection.JobReport;
import io.loadmark.collector.libvirt.connection.Lane;
import io.loadmark.collector.libvirt.connection.LibvirtUnavailableException;
import io.loadmark.collector.libvirt.xml.DomainXml;
import io.loadmark.collector.libvirt.xml.MalformedXmlException;
import io.loadmark.schema.DomainInventory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks some domains one by one; what can't be asked of all at once. */
final class Visits implements Lane.Call<List<Visits.Visited>> {
    private static final Logger log = LoggerFactory.getLogger(Visits.class);

    private final List<Visit> visits;
    private volatile @Nullable UUID current;

    /** What to ask a domain for. */
    record Visit(UUID domain, boolean configuration) {}

    /**
     * What it answered.
     *
     * @param libvirtId which run of it that was
     */
    record Visited(UUID domain, int libvirtId, Optional<DomainInventory> configuration, JobReport job) {}

    Visits(List<Visit> visits) {
        this.visits = visits;
    }

    /** The domain that is being asked. */
    Optional<UUID> current() {
        return Optional.ofNullable(current);
    }

    @Override
    public List<Visited> on(Connection connection) throws LibvirtUnavailableException {
        if (!connection.isAlive()) throw new LibvirtUnavailableException("the connection to libvirt is lost", null);
        var answers = new ArrayList<Visited>();
        for (var visit : visits) {
            current = visit.domain();
            connection
                    .ask(visit.domain(), visit.configuration())
                    .ifPresent(answer -> answers.add(new Visited(
                            visit.domain(), answer.libvirtId(), read(visit.domain(), answer.xml()), answer.job())));
        }
        return answers;
    }

    private static Optional<DomainInventory> read(UUID domain, @Nullable String xml) {
        if (xml == null) return Optional.empty();
        try {
            return Optional.of(DomainXml.read(xml));
        } catch (MalformedXmlException e) {
            log.warn("the configuration of domain {} is not understood: {}", domain, e.getMessage());
            return Optional.empty();
        }
    }
}
