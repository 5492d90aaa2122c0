package io.loadmark.model.share;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A host of virtual machines, and what it guarantees each of them when all are busy on all their vCPUs at once. The weight of
 * a guest is that of its control group, however many vCPUs it has: under equal shares a guest of 16 gets no more than one of 1 as
 * long as both want more. A quota on the whole guest is cut off in the end; what it leaves is not given to others. The host's
 * own processes, and the emulator's and I/O threads of the guests, are not counted.
 *
 * @param cpus CPUs online, not empty
 * @param usualShares of guests that have none of their own; absent: the least that any of them has, else equal ones
 * @param guests all that are present
 */
public record GuestHost(CpuSet cpus, @Nullable Double usualShares, List<Guest> guests) {
    public GuestHost {
        if (cpus.isEmpty()) throw new IllegalArgumentException("a host without CPUs");
        guests = guests.stream().sorted(Comparator.comparing(Guest::id)).toList();
    }

    /** The same host without a guest. */
    public GuestHost without(String id) {
        return new GuestHost(
                cpus,
                usualShares,
                guests.stream().filter(guest -> !guest.id().equals(id)).toList());
    }

    /** The same host with another guest, or that guest as it is now. */
    public GuestHost with(Guest guest) {
        var others = without(guest.id()).guests.stream();
        return new GuestHost(
                cpus, usualShares, Stream.concat(others, Stream.of(guest)).toList());
    }

    /** Cores of each guest, by id. */
    public Map<String, Double> guaranteed() {
        var claims = new ArrayList<Claim>();
        for (var guest : guests) claims.addAll(guest.claims(cpus, sharesOfOthers()));
        double[] cores = FairShares.of(claims);
        var guaranteed = new HashMap<String, Double>();
        int next = 0;
        for (var guest : guests) {
            double sum = 0;
            for (int vcpu = 0; vcpu < guest.vcpus(); vcpu++) sum += cores[next++];
            guaranteed.put(guest.id(), guest.capped(sum));
        }
        return guaranteed;
    }

    private double sharesOfOthers() {
        if (usualShares != null) return usualShares;
        return guests.stream()
                .map(Guest::shares)
                .filter(Objects::nonNull)
                .mapToDouble(shares -> shares)
                .min()
                .orElse(1);
    }
}
