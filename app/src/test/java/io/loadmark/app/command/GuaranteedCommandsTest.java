package io.loadmark.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is guaranteed in {@code loadmark capacity}, {@code headroom} and {@code what-if}. Host kvm1 has 4 CPUs and three guests of
 * 4 vCPUs. On kvm2, of 8, one guest has CPUs of its own; those that share the rest have a quota, or came from kvm1. Of a third host
 * nothing is known, and on kvm3, of 4, a guest has shares of its own. On web1, of 8, containers share the CPUs by weight.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuaranteedCommandsTest {
    private static final String SLA = "p99<=60ms";
    private static final String EARLIER = "toDateTime64('2026-03-01 12:00:00', 6, 'UTC')";
    private static final String HOUR = "toDateTime64('2026-03-02 00:00:00', 6, 'UTC')";
    private static final String CONTAINER = "f".repeat(63);

    private final AskedDatabase database;

    GuaranteedCommandsTest(@TempDir Path directory) {
        database = new AskedDatabase(directory);
    }

    @BeforeAll
    void fill() throws Exception {
        database.migrate();
        var rows = new PlanningRows(database);
        rows.host("kvm1", "a", 4, 4, "New");
        rows.guest("a", "shop-vm", 4, 1);
        rows.guest("a", "n1", 4, 1);
        rows.guest("a", "n2", 4, 1);
        rows.host("kvm2", "b", 8, 8, "New");
        var others = Map.of("domain_cpuset", "'0-5'");
        rows.guest(
                "b",
                "pinned-vm",
                2,
                HOUR,
                Map.of("domain_vcpu_pins.id", "[0, 1]", "domain_vcpu_pins.cpus", "['6', '7']"));
        rows.guest(
                "b",
                "slow-vm",
                4,
                HOUR,
                Map.of(
                        "domain_cpuset", "'0-5'",
                        "domain_vcpu_quota_micros", "25000",
                        "domain_vcpu_period_micros", "100000"));
        rows.guest("a", "moved-vm", 4, EARLIER, Map.of());
        rows.guest("b", "moved-vm", 4, HOUR, others);
        rows.guest("x", "far-vm", 2, 1);
        rows.host("kvm3", "g", 4, 4, "New");
        rows.guest("g", "gold-vm", 4, HOUR, Map.of("domain_shares", "300"));
        rows.guest("g", "plain-vm", 4, 1);
        rows.group("g", "/machine.slice", "100", "NULL", "NULL");
        services(rows);
        containers(rows);
        // All that shop, pinned and far are asked for is for orders.
        database.execute(
                "INSERT INTO transaction_windows (tenant, transaction, start, length_micros, part, judged_at, traces, transactions,"
                        + " steps.service_namespace, steps.service_name, steps.route, steps.visits)"
                        + " SELECT 't', 'order', " + HOUR + ", 10000000, 0, " + HOUR
                        + " + 40, 1000, 1000, ['', '', ''],"
                        + " ['far', 'pinned', 'shop'], ['/', '/', '/'], [200, 2000, 3000]");
    }

    private static void services(PlanningRows rows) throws Exception {
        guest(rows, "shop", "shop-vm", "a", 4);
        rows.peak("shop", 300);
        guest(rows, "pinned", "pinned-vm", "b", 2);
        rows.peak("pinned", 200);
        guest(rows, "slow", "slow-vm", "b", 1.5);
        guest(rows, "moved", "moved-vm", "a", 4);
        guest(rows, "far", "far-vm", "x", 2);
        rows.peak("far", 20);
        guest(rows, "gold", "gold-vm", "g", 4);
        rows.curve("pair", "i", 4, 0.005);
        rows.place("pair", "i", "shop-vm", "a");
        rows.curve("pair", "j", 2, 0.005);
        rows.place("pair", "j", "pinned-vm", "b");
    }

    private static void guest(PlanningRows rows, String service, String domain, String host, double cores)
            throws Exception {
        rows.curve(service, "i", cores, 0.005);
        rows.place(service, "i", domain, host);
    }

    private static void containers(PlanningRows rows) throws Exception {
        rows.host("web1", "w", 8, 8, "New");
        rows.curve("front", "i", 8, 0.005);
        rows.place("front", "i", "w", "/docker/front", 100);
        rows.group("w", "/docker", "100", "NULL", "NULL");
        rows.group("w", "/docker/" + CONTAINER + "a", "200", "NULL", "'" + CONTAINER + "a'");
        rows.group("w", "/docker/" + CONTAINER + "a/nested", "100", "NULL", "'" + CONTAINER + "a'");
        rows.group("w", "/docker/" + CONTAINER + "b", "500", "1", "'" + CONTAINER + "b'");
        rows.group("w", "/idle", "10000", "NULL", "NULL");
        rows.host("web2", "v", 8, 8, "New");
        rows.curve("unweighted", "i", 8, 0.005);
        rows.place("unweighted", "i", "v", "/docker/unweighted", 100);
        rows.group("v", "/docker/" + CONTAINER + "c", "NULL", "NULL", "'" + CONTAINER + "c'");
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void amongGuestsOfEqualSharesEachIsSureOfItsPart() throws Exception {
        var shop = capacity("shop");
        assertThat(only(shop).get("why").asText())
                .isEqualTo("1.33 of 4 vCPUs on kvm1 when its 2 neighbours are all busy");
        assertThat(only(shop).get("cores").asDouble()).isCloseTo(4 / 3., within(1e-9));
        // 5 ms a request and 0.1 cores in any case: 780 a second need all 4 cores, 247 need 1.33.
        assertThat(shop.get("qps").asDouble()).isBetween(600.0, 780.0);
        assertThat(shop.get("guaranteedQps").asDouble()).isBetween(150.0, 247.0);
        assertThat(shop.get("guaranteedLow").asDouble())
                .isLessThanOrEqualTo(shop.get("guaranteedQps").asDouble());
        assertThat(flags(shop)).contains("entitlement-not-guaranteed");
        assertThat(loadmark("capacity", "shop", "--sla", SLA))
                .anyMatch(line -> line.matches(
                        "  guaranteed +\\d+\\.\\d requests/s \\(90 % interval .* when all neighbours are busy"))
                .contains("    guaranteed: 1.33 of 4 vCPUs on kvm1 when its 2 neighbours are all busy");
    }

    @Test
    void pinsOfItsOwnAndAQuotaWithinWhatIsLeftAreSure() throws Exception {
        var pinned = capacity("pinned");
        assertThat(only(pinned).get("why").asText())
                .isEqualTo("2 of 2 vCPUs on kvm2 when its 2 neighbours are all busy");
        assertThat(pinned.get("guaranteedQps")).isEqualTo(pinned.get("qps"));
        assertThat(flags(pinned)).doesNotContain("entitlement-not-guaranteed");
        assertThat(loadmark("capacity", "pinned", "--sla", SLA)).contains("  guaranteed        all of it");
        assertThat(only(capacity("slow")).get("cores").asDouble()).isEqualTo(1);
    }

    @Test
    void sharesCountBesideTheUsualOnesOfTheHostsControlGroups() throws Exception {
        assertThat(only(capacity("gold")).get("why").asText())
                .isEqualTo("3 of 4 vCPUs on kvm3 when its neighbour is busy too");
    }

    @Test
    void aGuestThatMovedIsSureOfWhatItsNewHostGives() throws Exception {
        assertThat(only(capacity("moved")).get("why").asText())
                .isEqualTo("4 of 4 vCPUs on kvm2 when its 2 neighbours are all busy");
    }

    @Test
    void whereSomethingIsMissingNothingIsGuessed() throws Exception {
        var far = capacity("far");
        assertThat(far.get("qps").isNull()).isFalse();
        assertThat(far.get("guaranteedQps").isNull()).isTrue();
        assertThat(only(far).get("why").asText()).isEqualTo("nothing tells how many CPUs x has; its collector would");
        var unweighted = capacity("unweighted");
        assertThat(unweighted.get("guaranteedQps").isNull()).isTrue();
        assertThat(only(unweighted).get("why").asText())
                .isEqualTo("cpu.weight of /docker/" + CONTAINER + "c on web2 is not known");
        assertThat(loadmark("capacity", "far", "--sla", SLA)).contains("  guaranteed        not known");
    }

    @Test
    void containersShareByWeightWhatThoseWithAQuotaLeave() throws Exception {
        // 100 of 300, of the 7 cores that a quota of 1 leaves.
        var front = only(capacity("front"));
        assertThat(front.get("cores").asDouble()).isCloseTo(7 / 3., within(1e-9));
        assertThat(front.get("why").asText()).isEqualTo("2.33 of 8 cores on web1 when its 2 neighbours are all busy");
    }

    @Test
    void headroomIsOrderedByWhatIsGuaranteed() throws Exception {
        var services = database.json("headroom", "--sla", SLA, "--output", "json");
        var shop = services.get(0);
        assertThat(shop.get("service").asText()).isEqualTo("shop");
        assertThat(shop.get("headroom").asDouble()).isGreaterThan(0.4);
        assertThat(shop.get("guaranteedHeadroom").asDouble()).isNegative();
        assertThat(services.get(1).get("service").asText()).isEqualTo("pinned");
        assertThat(loadmark("headroom", "--sla", SLA)).first().asString().contains("headroom  guaranteed/s  headroom");
    }

    @Test
    void aPeakThatFitsOnlyWhileNeighboursAreCalmIsToldSo() throws Exception {
        var lines = loadmark("what-if", "shop", "--sla", SLA, "--traffic", "+10%");
        assertThat(lines.get(3))
                .isEqualTo(
                        "  it fits as the machines are now, but not what they guarantee when all neighbours are busy");
        var answer = whatIf("shop", "--traffic", "-60%");
        assertThat(answer.get("today").get("fitsGuaranteed").asBoolean()).isFalse();
        assertThat(answer.get("then").get("fitsGuaranteed").asBoolean()).isTrue();
        assertThat(answer.get("then").get("guaranteedQps"))
                .isEqualTo(answer.get("today").get("guaranteedQps"));
        assertThat(loadmark("what-if", "far", "--sla", SLA))
                .element(1)
                .asString()
                .contains("guaranteed not known");
    }

    @Test
    void anotherServiceMayBeTheFirstToFailWhenAllNeighboursAreBusy() throws Exception {
        var answer = database.json(
                        "what-if", "--transaction", "order", "--traffic", "+20%", "--sla", SLA, "--output", "json")
                .get(0);
        assertThat(answer.get("firstToFail").asText()).isEqualTo("pinned");
        assertThat(answer.get("fits").asBoolean()).isTrue();
        assertThat(answer.get("firstToFailGuaranteed").asText()).isEqualTo("shop");
        double guaranteed = capacity("shop").get("guaranteedQps").asDouble();
        assertThat(answer.get("failsGuaranteedAt").asDouble()).isCloseTo(guaranteed / 300 - 1, within(1e-6));
        assertThat(answer.get("fitsGuaranteed").asBoolean()).isFalse();
        assertThat(answer.get("notes").valueStream().map(JsonNode::asText))
                .contains("what is guaranteed of far when all neighbours are busy is not known");
        assertThat(loadmark("what-if", "--transaction", "order", "--traffic", "+20%", "--sla", SLA))
                .element(1)
                .asString()
                .matches(
                        "  when all neighbours are busy: fails first: shop, at order -\\d+ % .*today's peak is beyond it");
    }

    @Test
    void moreVcpusOfTheSameSharesGuaranteeNoMore() throws Exception {
        var answer = whatIf("shop", "--vcpus", "8");
        assertThat(answer.get("then").get("capacityQps").asDouble())
                .isGreaterThan(answer.get("today").get("capacityQps").asDouble());
        assertThat(answer.get("then").get("guaranteedQps").asDouble())
                .isCloseTo(answer.get("today").get("guaranteedQps").asDouble(), within(1e-6));
        // A guest of one vCPU has it for itself: its neighbours have 3 CPUs for 8.
        assertThat(whatIf("shop", "--vcpus", "1")
                        .get("then")
                        .get("guaranteedQps")
                        .asDouble())
                .isBetween(100.0, 180.0);
    }

    @Test
    void aMigrationChangesTheClaimsOnBothHosts() throws Exception {
        // On kvm2 three guests, one of them with a quota of one core, want 9 of the 6 CPUs that two may use, and two
        // more.
        var answer = whatIf("shop", "--migrate", "shop-vm:kvm2");
        assertThat(answer.get("then").get("guaranteedQps").asDouble())
                .isGreaterThan(2 * answer.get("today").get("guaranteedQps").asDouble());
        assertThat(answer.get("then").get("capacityQps").asDouble())
                .isCloseTo(answer.get("today").get("capacityQps").asDouble(), within(1e-6));
    }

    @Test
    void aHostIsLostByItsName() throws Exception {
        var answer = whatIf("pair", "--lose-host", "kvm1");
        assertThat(answer.get("then").get("instances").asInt()).isEqualTo(1);
        assertThat(answer.get("then").get("guaranteedQps"))
                .isEqualTo(answer.get("then").get("capacityQps"));
        assertThat(answer.get("notes").get(0).asText()).startsWith("without kvm1:");
        assertThat(database.failed("what-if", "pair", "--sla", SLA, "--lose-host", "kvm9"))
                .contains("no instance was seen on kvm9");
    }

    private JsonNode capacity(String service) throws Exception {
        return database.json("capacity", service, "--sla", SLA, "--output", "json")
                .get(0);
    }

    private JsonNode whatIf(String service, String option, String value) throws Exception {
        return database.json("what-if", service, "--sla", SLA, option, value, "--output", "json")
                .get(0);
    }

    private List<String> loadmark(String... arguments) throws Exception {
        return database.loadmark(arguments);
    }

    private static JsonNode only(JsonNode capacity) {
        assertThat(capacity.get("instances")).hasSize(1);
        return capacity.get("instances").get(0).get("guarantee");
    }

    private static List<String> flags(JsonNode capacity) {
        return capacity.get("flags").valueStream().map(JsonNode::asText).toList();
    }
}
