package io.loadmark.collector.libvirt;

import static io.loadmark.runtime.config.ConfigException.check;

import io.loadmark.collector.libvirt.connection.StatsGroup;
import io.loadmark.collector.sampling.Enabled;
import io.loadmark.runtime.config.ConfigException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * {@code collector.libvirt:} in loadmark.yaml.
 *
 * @param enabled auto: if libvirt is there, which is looked for now and then
 * @param hostId host that the domains run on; empty: this one
 * @param groups read at every tick
 * @param slowGroups read every {@code slowInterval}
 * @param inventoryInterval how long a domain's configuration is trusted where no event says that it changed
 * @param callDeadline a call to libvirt that takes longer is given up
 * @param maxAbandoned calls given up that may not have come back
 */
public record LibvirtConfig(
        Enabled enabled,
        String uri,
        String hostId,
        int limit,
        List<StatsGroup> groups,
        List<StatsGroup> slowGroups,
        Duration slowInterval,
        Duration inventoryInterval,
        Duration callDeadline,
        int maxAbandoned) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    public LibvirtConfig {
        groups = List.copyOf(groups);
        slowGroups = List.copyOf(slowGroups);
        check(limit >= 1 && limit <= 100_000, "collector.libvirt.limit must be in 1..100000, was %d", limit);
        check(groups.contains(StatsGroup.STATE), "collector.libvirt.groups must contain state, was %s", groups);
        check(
                Collections.disjoint(groups, slowGroups),
                "collector.libvirt.groups and slow-groups must have nothing in common, were %s and %s",
                groups,
                slowGroups);
        checkInterval("slow-interval", slowInterval);
        checkInterval("inventory-interval", inventoryInterval);
        checkInterval("call-deadline", callDeadline);
        check(
                maxAbandoned >= 1 && maxAbandoned <= 100,
                "collector.libvirt.max-abandoned must be in 1..100, was %d",
                maxAbandoned);
        check(
                isLocal(uri) || !hostId.isEmpty(),
                "collector.libvirt.host-id must name the host that %s is about, because it is another one",
                uri);
    }

    private static void checkInterval(String key, Duration value) {
        check(
                value.compareTo(SHORTEST) >= 0 && value.compareTo(LONGEST) <= 0,
                "collector.libvirt.%s must be in 1s..1h, was %s",
                key,
                value);
    }

    private static boolean isLocal(String uri) {
        try {
            var parsed = new URI(uri);
            check(parsed.getScheme() != null, "collector.libvirt.uri must be a libvirt URI, was %s", uri);
            String host = parsed.getHost();
            return host == null || host.equals("localhost");
        } catch (URISyntaxException e) {
            throw new ConfigException("collector.libvirt.uri must be a libvirt URI, was " + uri, e);
        }
    }
}
