package io.loadmark.app.query;

import io.loadmark.app.query.Move.Request;
import io.loadmark.model.capacity.Deployment;
import io.loadmark.runtime.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is changed in thought about a service: first its machines and where they are, then its hosts, then its
 * instances.
 *
 * @param traffic factor on what is asked of it, &gt; 0
 * @param vcpus CPUs of the machine of each instance; absent to leave them
 * @param move a libvirt domain that goes to another host; absent to leave all where they are
 * @param instances how many there shall be; absent to leave them
 * @param lostHosts hosts whose instances are gone, by name or id
 */
public record Change(
        double traffic,
        @Nullable Integer vcpus,
        @Nullable Request move,
        @Nullable Integer instances,
        Set<String> lostHosts) {
    private static final Pattern PERCENT = Pattern.compile("([+-]?)(\\d{1,5}(?:\\.\\d{1,3})?)\\s*%");
    /** Beyond so many times what was seen a model is no substitute for a test. */
    private static final double FAR = 1.5;

    private static final int MOST_VCPUS = 4_096;

    public Change {
        if (vcpus != null && (vcpus < 1 || vcpus > MOST_VCPUS)) {
            throw new ConfigException("--vcpus must be in 1.." + MOST_VCPUS + ", was " + vcpus);
        }
        lostHosts = Set.copyOf(lostHosts);
    }

    /**
     * The factor that {@code +40%} or {@code -10%} stands for.
     *
     * @param option that it is the value of
     * @throws ConfigException if it is neither, or nothing would be left
     */
    public static double factor(String option, String text) {
        var match = PERCENT.matcher(text.strip());
        if (!match.matches()) throw new ConfigException(option + " looks like +40% or -10%, was '" + text + "'");
        double percent = Double.parseDouble(match.group(1) + match.group(2));
        if (percent <= -100) throw new ConfigException(option + " must leave some, was " + text);
        return 1 + percent / 100;
    }

    /** The same with the ids of the hosts instead of their names. */
    Change losing(Set<String> hostIds) {
        return new Change(traffic, vcpus, move, instances, hostIds);
    }

    /**
     * The service after the change.
     *
     * @param hosts the host that each instance was last seen on, where it is known
     * @throws ConfigException if a lost host runs no instance, or no instance would be left
     */
    Deployment applyTo(Deployment today, Map<String, String> hosts) {
        for (String host : lostHosts) {
            if (!hosts.containsValue(host)) {
                throw new ConfigException("--lose-host: no instance was seen on " + host + ", but on "
                        + (hosts.isEmpty() ? "no known host" : Set.copyOf(hosts.values())));
            }
        }
        var lost = hosts.entrySet().stream()
                .filter(placed -> lostHosts.contains(placed.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        try {
            var left = lost.isEmpty() ? today : today.without(lost);
            return instances == null ? left : left.of(instances);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("what-if: " + e.getMessage(), e);
        }
    }

    /** In a person's words, with what is assumed. */
    List<String> notes() {
        var notes = new ArrayList<String>();
        if (traffic != 1)
            notes.add(String.format(Locale.ROOT, "%+.0f %% traffic, in the mix of today", 100 * (traffic - 1)));
        if (traffic > FAR) notes.add("more than 1.5 times what was seen: confirm it by a load test");
        if (vcpus != null) {
            notes.add(vcpus
                    + " vCPUs an instance: as instances of that size if any have been seen, else from no gain to linear,"
                    + " with the figure in the middle; a quota stays what it is");
        }
        if (!lostHosts.isEmpty()) {
            notes.add("without " + String.join(", ", lostHosts)
                    + ": its traffic goes to the others in proportion; cold caches and retries come on top");
        }
        if (instances != null)
            notes.add(instances
                    + " instances under even balancing, each like the weakest of today's, guarantee included");
        return notes;
    }
}
