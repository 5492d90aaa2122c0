package io.loadmark.collector.libvirt;

import io.loadmark.collector.libvirt.Facets.Facet;
import io.loadmark.schema.DomainInventory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is different between two configurations of a running domain, in the words of an event. */
final class Changes {
    private final List<Change> found = new ArrayList<>();

    private Changes() {}

    /** One change: what, and from what to what. */
    record Change(String name, String detail) {}

    static List<Change> between(DomainInventory from, DomainInventory to) {
        var changes = new Changes();
        changes.compare("", Facets.OF_DOMAIN, from, to);
        changes.devices("disk", Facets.OF_DISK, Facets.disks(from), Facets.disks(to));
        changes.devices("nic", Facets.OF_NIC, Facets.nics(from), Facets.nics(to));
        return changes.found;
    }

    private <T> void compare(String device, List<Facet<T>> facets, T from, T to) {
        for (var facet : facets) {
            String before = facet.text(from);
            String after = facet.text(to);
            if (!before.equals(after)) found.add(new Change(facet.name(), device + before + " → " + after));
        }
    }

    private <T> void devices(String kind, List<Facet<T>> facets, Map<String, T> from, Map<String, T> to) {
        to.forEach((name, device) -> {
            var before = from.get(name);
            if (before == null) found.add(new Change(kind + "-attached", name));
            else compare(name + ": ", facets, before, device);
        });
        from.keySet().stream()
                .filter(name -> !to.containsKey(name))
                .forEach(name -> found.add(new Change(kind + "-detached", name)));
    }
}
