package io.loadmark.sink.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.runtime.config.ClickHouseConfig;
import io.loadmark.sink.fixture.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every question of docs/data.md is asked, of rows that answer it: a guest that suffers, on a host that promised too much. */
class QuestionsTest {
    private static final Path PAGE = Path.of("..", "docs", "data.md");
    private static final Pattern BLOCK = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

    /** Of the last ten minutes: noisy writes in every other minute, and quiet waits then. */
    private static final List<String> ROWS = List.of("""
            INSERT INTO inventory (tenant, kind, host_id, entity_id, valid_from, state, observed_at, host_host_name, host_physical_cores,
                host_online_cpus, host_memory_bytes)
            VALUES ('t', 'HOST', 'h', 'h', now64(6) - INTERVAL 1 DAY, 'PRESENT', now64(6), 'kvm-1', 2, 4, 32000000000)""", """
            INSERT INTO inventory (tenant, kind, host_id, entity_id, valid_from, state, observed_at, domain_name, domain_vcpus,
                domain_memory_bytes, domain_hugepages)
            VALUES ('t', 'DOMAIN', 'h', 'quiet', now64(6) - INTERVAL 1 HOUR, 'PRESENT', now64(6), 'the quiet one', 3, 8000000000, false),
                ('t', 'DOMAIN', 'h', 'noisy', now64(6) - INTERVAL 1 HOUR, 'PRESENT', now64(6), 'the noisy one', 6, 20000000000, false)""", """
            INSERT INTO inventory (tenant, kind, host_id, entity_id, valid_from, state, observed_at, process_pid, process_service_name,
                process_cgroup_path)
            VALUES ('t', 'PROCESS', 'quiet', '7@1', now64(6) - INTERVAL 1 HOUR, 'PRESENT', now64(6), 7, 'checkout', '/checkout')""", """
            INSERT INTO host_samples (tenant, host_id, at, numa_nodes.node, numa_nodes.cpus, numa_nodes.total_bytes, numa_nodes.free_bytes,
                numa_nodes.hits, numa_nodes.misses, numa_nodes.foreign, numa_nodes.local, numa_nodes.remote)
            VALUES ('t', 'h', now64(6) - INTERVAL 1 MINUTE, [0, 1], ['0-1,4-5', '2-3,6'], [16000000000, 16000000000], [0, 0],
                [0, 0], [0, 0], [0, 0], [0, 0], [0, 0])""", """
            INSERT INTO usage (tenant, host_id, kind, entity_id, start_at, end_at, received_at, seconds, samples, cpu_cores, steal_cores,
                io_await_millis, read_bytes_per_second, write_bytes_per_second)
            SELECT 't', 'h', 'DOMAIN', ['quiet', 'noisy'][who], end_at - INTERVAL 10 SECOND, now64(6) - 10 * slot AS end_at, end_at, 10, 1,
                1, if(who = 1, 0.25, 0), if(who = 1, 2 + 50 * (intDiv(slot, 6) % 2), 2), 0, if(who = 2, 9e8 * (intDiv(slot, 6) % 2), 1e5)
            FROM (SELECT intDiv(number, 2) AS slot, 1 + number % 2 AS who FROM numbers(120))""", """
            INSERT INTO usage (tenant, host_id, kind, entity_id, start_at, end_at, received_at, seconds, samples, cpu_cores, memory_used_bytes,
                memory_limit_bytes, swap_in_pages_per_second)
            VALUES ('t', 'h', 'HOST', 'h', now64(6) - INTERVAL 11 SECOND, now64(6) - INTERVAL 10 SECOND, now64(6), 1, 1, 2, 30e9, 32e9, 0)""", """
            INSERT INTO requests (tenant, service_name, instance_id, start, length_micros, revision, spans, requests, sampling_factor,
                latency_buckets, latency_counts, peers.peer, peers.calls, peers.errors, peers.seconds)
            SELECT 't', 'checkout', 'i', now64(6) - number, 1000000, 0, 10, 10, 1, [if(number < 60, 900, 700)], [10],
                ['stock:80'], [10], [0], [0.2] FROM numbers(600)""", """
            INSERT INTO load_samples (tenant, service_name, service_version, instance_id, start, length_micros, revision, requests,
                sampling_factor, link, host_id, physical_host_id, cgroup_path, cgroup_cpu_cores, cgroup_quota_cores,
                cgroup_entitlement_cores, cgroup_throttled_period_ratio, host_cpu_cores, host_entitlement_cores)
            SELECT 't', 'checkout', '1.0', 'i', now64(6) - number - 1, 1000000, 0, 10 + number % 5, 1, 'PROCESS', 'quiet', 'h', '/checkout',
                0.1 + 0.005 * (10 + number % 5), 0.2, 0.2, 0.4, 1, 4 FROM numbers(240)""", """
            INSERT INTO events (tenant, host_id, kind, entity_id, entity_name, at, type, phase, name, detail)
            VALUES ('t', 'h', 'DOMAIN', 'noisy', 'the noisy one', now64(6) - INTERVAL 90 SECOND, 'JOB', 'START', 'backup', '')""", """
            INSERT INTO acknowledged_spans (tenant, service_name, instance_id, second, span_id)
            VALUES ('t', 'checkout', 'i', now64(6) - INTERVAL 300 SECOND, 1)""", """
            INSERT INTO transaction_windows (tenant, transaction, start, length_micros, part, judged_at, traces, transactions, errors, seconds,
                steps.service_namespace, steps.service_name, steps.route, steps.visits, steps.errors, steps.seconds, steps.self_seconds)
            SELECT 't', 'order', now64(6) - 10 * number AS start, 10000000, 0, start + 40, 20, 20, 1, 4, ['', ''], ['checkout', 'payment'],
                ['/orders', '/pay'], [20, 40], [1, 0], [4, 2], [2, 2] FROM numbers(30)""", """
            INSERT INTO dead_letters (tenant, topic, partition, offset, stored_at, reporter, cause)
            VALUES ('t', 'loadmark.host', 0, 1, now64(6), 'usage', 'not Avro')""");

    @SuppressWarnings("unused") // by FieldSource
    private static final List<String> QUESTIONS = questions();

    private static ClickHouseConfig database;

    private static List<String> questions() {
        try {
            return BLOCK.matcher(Files.readString(PAGE))
                    .results()
                    .map(block -> block.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void fill() throws Exception {
        database = Engine.shared().migratedDatabase();
        for (String insert : ROWS) Engine.execute(database, insert);
    }

    @Test
    void thePageHasItsQuestions() {
        assertThat(QUESTIONS).hasSizeGreaterThanOrEqualTo(17);
    }

    @ParameterizedTest
    @FieldSource("QUESTIONS")
    void everyQuestionHasAnAnswer(String question) throws Exception {
        // The page asks for the columns of a database by its default name.
        String here = question.replace("database = 'loadmark'", "database = currentDatabase()");
        assertThat(answers(here)).as(question).isPositive();
    }

    @Test
    void theSuspectIsTheOneWhoWrites() throws Exception {
        assertThat(Engine.query(database, "SELECT waits, suspect_id FROM (" + question("suspect_id") + ")"))
                .containsExactly("quiet|noisy");
    }

    @Test
    void theGuestThatSuffersAndTheOneThatIsTooLargeAreNamed() throws Exception {
        assertThat(Engine.query(database, "SELECT name FROM (" + question("cores_lost") + ") LIMIT 1"))
                .containsExactly("the quiet one");
        assertThat(Engine.query(database, "SELECT domain_name FROM (" + question("gb_of_a_node") + ")"))
                .containsExactly("the noisy one");
        assertThat(Engine.query(database, "SELECT toString(beyond) FROM (" + question("FROM overcommit") + ")"))
                .containsExactly("['vcpus','memory']");
    }

    private static String question(String part) {
        return QUESTIONS.stream().filter(q -> q.contains(part)).findFirst().orElseThrow();
    }

    private static long answers(String question) throws Exception {
        return Long.parseLong(
                Engine.query(database, "SELECT count() FROM (" + question + ")").get(0));
    }
}
