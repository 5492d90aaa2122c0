package io.loadmark.app.query;

import io.loadmark.app.query.Machines.Domain;
import io.loadmark.app.query.Machines.Host;
import io.loadmark.model.capacity.Deployment;
import io.loadmark.model.capacity.OtherSpeed;
import io.loadmark.runtime.config.ConfigException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A libvirt domain on another host, in thought: which instances go with it, how fast that host has been seen to be, and whether
 * it has room.
 *
 * @param speed absent when the CPU models differ and no service has been seen on both
 * @param obstacles why it can't be done; none when it can
 * @param notes what else to know
 */
public record Move(Set<String> instances, @Nullable OtherSpeed speed, List<String> obstacles, List<String> notes) {
    /** Above it vCPUs of a host wait for each other. */
    private static final double MOST_VCPUS_PER_CORE = 4;

    private static final double MOST_MEMORY = 0.8;

    public Move {
        instances = Set.copyOf(instances);
        obstacles = List.copyOf(obstacles);
        notes = List.copyOf(notes);
    }

    /**
     * Which domain, and where to.
     *
     * @param domain name or UUID
     * @param host name or id
     */
    public record Request(String domain, String host) {
        /**
         * Reads {@code DOMAIN:HOST}.
         *
         * @throws ConfigException if it is none
         */
        public static Request parse(String text) {
            int colon = text.lastIndexOf(':');
            if (colon <= 0 || colon == text.length() - 1) {
                throw new ConfigException("--migrate looks like DOMAIN:HOST, was '" + text + "'");
            }
            return new Request(text.substring(0, colon), text.substring(colon + 1));
        }
    }

    /**
     * Asks what is known of it.
     *
     * @param withinSeconds how far back peaks are looked for
     * @throws ConfigException if domain or host isn't known, or the service doesn't run in the domain
     */
    static Move of(Connection connection, String tenant, ServiceName service, Request request, long withinSeconds)
            throws SQLException {
        var machines = new Machines(connection, tenant);
        var domain = machines.domain(request.domain());
        var to = machines.host(request.host());
        var instances = machines.instances(service, domain);
        if (instances.isEmpty()) {
            throw new ConfigException("no instance of " + service + " was seen in domain " + domain.name());
        }
        if (domain.hostId().equals(to.id())) {
            throw new ConfigException("domain " + domain.name() + " is on " + to.name() + " already");
        }
        var obstacles = new ArrayList<String>();
        var notes = new ArrayList<String>();
        cpus(machines, domain, to, withinSeconds, obstacles, notes);
        promises(machines, domain, to, obstacles, notes);
        return new Move(instances, speed(machines, machines.host(domain.hostId()), to, notes), obstacles, notes);
    }

    private static void cpus(
            Machines machines, Domain domain, Host to, long withinSeconds, List<String> obstacles, List<String> notes)
            throws SQLException {
        var busy = machines.busiest(to, withinSeconds);
        var used = machines.busiest(domain, withinSeconds);
        if (busy == null || used == null || to.cpus() == 0) {
            notes.add("how busy " + to.name() + " would be is not known");
            return;
        }
        String text = format(
                "%s would use %.1f of %d CPUs when its peak and the domain's fall together",
                to.name(), busy + used, to.cpus());
        (busy + used > to.cpus() ? obstacles : notes).add(text);
    }

    private static void promises(Machines machines, Domain domain, Host to, List<String> obstacles, List<String> notes)
            throws SQLException {
        var promised = machines.promised(to);
        if (to.cores() > 0) {
            double each = (double) (promised.vcpus() + domain.vcpus()) / to.cores();
            String beyond = each > MOST_VCPUS_PER_CORE ? ", beyond the rule of 4" : "";
            notes.add(format("%.2f vCPUs a core on %s%s", each, to.name(), beyond));
        }
        if (to.memory() > 0) {
            double share = (double) (promised.memory() + domain.memory()) / to.memory();
            String beyond = share > MOST_MEMORY ? ", beyond the rule of 80 %" : "";
            String text = format("%.0f %% of the memory of %s promised%s", 100 * share, to.name(), beyond);
            (share > 1 ? obstacles : notes).add(text);
        }
    }

    private static @Nullable OtherSpeed speed(Machines machines, Host from, Host to, List<String> notes)
            throws SQLException {
        if (!to.model().isEmpty() && to.model().equals(from.model())) return OtherSpeed.SAME;
        var slowdowns = machines.slowdowns(from.model(), to.model());
        if (slowdowns.isEmpty()) {
            notes.add(format(
                    "no service has been seen on both '%s' and '%s': what a request costs there takes a load test to tell",
                    from.model(), to.model()));
            return null;
        }
        int n = slowdowns.size();
        var speed = new OtherSpeed(
                slowdowns.get(0), (slowdowns.get((n - 1) / 2) + slowdowns.get(n / 2)) / 2, slowdowns.get(n - 1));
        notes.add(format(
                "a request takes %.2f times the CPU on '%s', by %d service%s seen on both models",
                speed.middle(), to.model(), n, n == 1 ? "" : "s"));
        return speed;
    }

    Deployment applyTo(Deployment today) {
        return today.replacing(instances, capacity -> OtherSpeed.applied(speed, capacity));
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
