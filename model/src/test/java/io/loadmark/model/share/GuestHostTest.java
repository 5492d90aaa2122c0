package io.loadmark.model.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.MapEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GuestHostTest {
    private static final CpuSet FOUR = CpuSet.first(4);

    private static Guest guest(String id, int vcpus, @Nullable Double shares) {
        return new Guest(id, vcpus, shares, null, null, Map.of(), null);
    }

    private static MapEntry<String, Double> cores(String id, double cores) {
        return entry(id, cores);
    }

    @Test
    void underEqualSharesALargeGuestGetsNoMoreThanASmallOne() {
        var host = new GuestHost(FOUR, null, List.of(guest("large", 16, null), guest("middle", 4, null)));
        assertThat(host.guaranteed()).containsOnly(cores("large", 2), cores("middle", 2));
    }

    @Test
    void aSmallGuestLeavesTheRestToTheLargeOne() {
        var host = new GuestHost(FOUR, null, List.of(guest("large", 16, null), guest("small", 1, null)));
        assertThat(host.guaranteed()).containsOnly(cores("large", 3), cores("small", 1));
    }

    @Test
    void whoHasNoSharesHasTheUsualOnesElseTheLeastOfAll() {
        var guests = List.of(guest("gold", 4, 3072.), guest("silver", 4, 2048.), guest("usual", 4, null));
        assertThat(new GuestHost(FOUR, 1024., guests).guaranteed())
                .containsOnly(cores("gold", 2), cores("silver", 4 / 3.), cores("usual", 2 / 3.));
        assertThat(new GuestHost(CpuSet.first(7), null, guests).guaranteed())
                .containsOnly(cores("gold", 3), cores("silver", 2), cores("usual", 2));
    }

    @Test
    void aQuotaOfEachVcpuLeavesTheRestAndOneOfTheWholeIsCutOff() {
        var slow = new Guest("slow", 4, null, 0.25, null, Map.of(), null);
        assertThat(new GuestHost(FOUR, null, List.of(slow, guest("free", 4, null))).guaranteed())
                .containsOnly(cores("slow", 1), cores("free", 3));
        var capped = new Guest("capped", 4, null, null, 0.5, Map.of(), null);
        assertThat(new GuestHost(FOUR, null, List.of(capped, guest("free", 4, null))).guaranteed())
                .containsOnly(cores("capped", 0.5), cores("free", 2));
    }

    @Test
    void pinsGoBeforeTheGuestsSetAndThatBeforeTheWholeHost() {
        var pinned = new Guest("pinned", 2, null, null, null, Map.of(0, CpuSet.of(3)), CpuSet.of(2));
        var others = new Guest("others", 3, null, null, null, Map.of(), CpuSet.of(0, 1, 2));
        // vCPU 0 has CPU 3 alone. vCPU 1 counts 1/2, three count 1/3 each: of three CPUs 1 and three times 2/3.
        assertThat(new GuestHost(FOUR, null, List.of(pinned, others)).guaranteed())
                .containsOnly(cores("pinned", 2), cores("others", 2));
    }

    @Test
    void aPinOnCpusThatTheHostDoesNotHaveIsNone() {
        var pinned = new Guest("pinned", 1, null, null, null, Map.of(0, CpuSet.of(99)), null);
        assertThat(new GuestHost(FOUR, null, List.of(pinned)).guaranteed()).containsOnly(cores("pinned", 1));
    }

    @Test
    void guestsComeAndGo() {
        var host = new GuestHost(FOUR, null, List.of(guest("a", 4, null), guest("b", 4, null)));
        assertThat(host.without("b").guaranteed()).containsOnly(cores("a", 4));
        assertThat(host.with(guest("b", 1, null)).guaranteed()).containsOnly(cores("a", 3), cores("b", 1));
        assertThat(host.with(guest("c", 0, null)).guaranteed())
                .containsOnly(cores("a", 2), cores("b", 2), cores("c", 0));
    }
}
