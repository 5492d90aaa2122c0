package io.loadmark.app.embedded;

import static io.loadmark.app.Waiting.PATIENCE;
import static io.loadmark.app.Waiting.await;
import static io.loadmark.app.Waiting.result;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedClickHouseTest {
    private static Path library = Path.of("");

    private final Path temporary;
    private final BlockingQueue<String> life = new LinkedBlockingQueue<>();

    EmbeddedClickHouseTest(@TempDir Path temporary) {
        this.temporary = temporary;
    }

    @BeforeAll
    static void engine() {
        library = RealEngine.library();
    }

    @Test
    void rowsInsertedByJdbcAreThereAfterAReopenOnTheSamePort() throws Exception {
        URI first;
        try (var data = DataDirectory.open(temporary);
                var clickHouse = start(data)) {
            first = clickHouse.url();
            assertThat(data.run().resolve("clickhouse")).hasContent(first.toString());
            makeTable(clickHouse);
            insert(clickHouse, 0, 1000);
        }
        try (var data = DataDirectory.open(temporary);
                var clickHouse = start(data)) {
            assertThat(clickHouse.url()).isEqualTo(first);
            assertThat(number(clickHouse, "SELECT sum(n) FROM kept.numbers")).isEqualTo(499_500);
        }
        assertThat(life).isEmpty();
    }

    @Test
    void mutationsRunDespiteTheSmallPools() throws Exception {
        try (var data = DataDirectory.open(temporary);
                var clickHouse = start(data)) {
            makeTable(clickHouse);
            insert(clickHouse, 0, 10);
            execute(clickHouse, "ALTER TABLE kept.numbers DELETE WHERE n < 4 SETTINGS mutations_sync = 1");
            assertThat(number(clickHouse, "SELECT count() FROM kept.numbers")).isEqualTo(6);
        }
    }

    @Test
    void aKilledServerComesBackOnItsPortWithEveryAcknowledgedRow() throws Exception {
        try (var data = DataDirectory.open(temporary);
                var clickHouse = start(data)) {
            makeTable(clickHouse);
            insert(clickHouse, 0, 500);
            insert(clickHouse, 500, 1000);
            long killed = clickHouse.pid();
            kill(killed);
            assertThat(nextOfLife()).isEqualTo("the embedded ClickHouse died: killed by signal 9");
            // On a busy machine an attempt may fail before one succeeds.
            await("up").until(() -> life.contains("up"));
            assertThat(clickHouse.pid()).isNotEqualTo(killed);
            assertThat(number(clickHouse, "SELECT sum(n) FROM kept.numbers")).isEqualTo(499_500);
        }
    }

    @Test
    void aParentThatIsKilledLeavesNoServerBehind() throws Exception {
        ProcessHandle server;
        try (var parent = OtherJvm.start(Serve.class, temporary.toString(), library.toString())) {
            server = ProcessHandle.of(Long.parseLong(parent.line())).orElseThrow();
            assertThat(server.isAlive()).isTrue();
            parent.kill();
        }
        result(server.onExit());
        try (var data = DataDirectory.open(temporary);
                var clickHouse = start(data)) {
            assertThat(number(clickHouse, "SELECT sum(n) FROM kept.numbers")).isEqualTo(45);
        }
    }

    @Test
    void withoutThePasswordNothingCanBeReadWrittenOrStopped() throws Exception {
        try (var data = DataDirectory.open(temporary);
                var clickHouse = start(data)) {
            makeTable(clickHouse);
            assertThat(anonymous(clickHouse, "SYSTEM STOP LISTEN HTTP")).isNotEqualTo(200);
            assertThat(anonymous(clickHouse, "SELECT * FROM kept.numbers")).isNotEqualTo(200);
            assertThat(anonymous(clickHouse, "SELECT * FROM file('/etc/passwd', 'LineAsString')"))
                    .isNotEqualTo(200);
            assertThat(anonymous(clickHouse, "CREATE DATABASE other")).isNotEqualTo(200);
            assertThat(number(clickHouse, "SELECT count() FROM kept.numbers")).isZero();
            assertThat(clickHouse.password()).hasSizeGreaterThan(32);
            for (String file : new String[] {"password", "users.xml", "config.xml"}) {
                assertThat(PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data.clickHouse().resolve(file))))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void sqlDoesNotReachBeyondTheData() throws Exception {
        try (var data = DataDirectory.open(temporary);
                var clickHouse = start(data)) {
            assertThatThrownBy(() -> execute(clickHouse, "SELECT * FROM file('/etc/passwd', 'LineAsString')"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("497"); // ACCESS_DENIED
        }
    }

    @Test
    void dataInUseByAnotherServerIsToldInOneLine() throws Exception {
        Path link = temporary.resolve("second/clickhouse");
        Files.createDirectories(link.getParent());
        try (var data = DataDirectory.open(temporary.resolve("first"));
                var clickHouse = start(data)) {
            Files.createSymbolicLink(link, data.clickHouse());
            try (var second = DataDirectory.open(temporary.resolve("second"))) {
                assertThatThrownBy(() -> start(second))
                        .isInstanceOf(EmbeddedException.class)
                        .hasMessage("the embedded ClickHouse did not start: its data is in use by another"
                                + " ClickHouse server");
            }
            assertThat(clickHouse.url()).isNotNull();
        }
    }

    @Test
    void aTakenPortIsToldInOneLine() throws Exception {
        try (var thief = new ServerSocket()) {
            thief.bind(new InetSocketAddress(LoopbackPorts.LOOPBACK, 0));
            try (var data = DataDirectory.open(temporary)) {
                assertThatThrownBy(() -> EmbeddedClickHouse.start(data, library, thief.getLocalPort(), liveness()))
                        .hasMessage("the embedded ClickHouse did not start: its port is taken; set"
                                + " embedded.clickhouse-port to another, or to 0");
            }
        }
    }

    private EmbeddedClickHouse start(DataDirectory data) {
        return EmbeddedClickHouse.start(data, library, 0, liveness());
    }

    private Liveness liveness() {
        return new Liveness() {
            @Override
            public void down(String reason) {
                life.add(reason);
            }

            @Override
            public void up() {
                life.add("up");
            }
        };
    }

    private String nextOfLife() throws InterruptedException {
        return Objects.requireNonNull(life.poll(PATIENCE.toSeconds(), SECONDS), "nothing happened");
    }

    private static void kill(long pid) {
        assertThat(ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly)).isEqualTo(Optional.of(true));
    }

    static void makeTable(EmbeddedClickHouse clickHouse) throws SQLException {
        execute(clickHouse, "CREATE DATABASE kept");
        execute(clickHouse, "CREATE TABLE kept.numbers (n UInt64) ENGINE = MergeTree ORDER BY n");
    }

    static void insert(EmbeddedClickHouse clickHouse, int from, int to) throws SQLException {
        try (var connection = connect(clickHouse);
                var insert = connection.prepareStatement("INSERT INTO kept.numbers (n) VALUES (?)")) {
            for (int n = from; n < to; n++) {
                insert.setInt(1, n);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).hasSize(to - from);
        }
    }

    private static void execute(EmbeddedClickHouse clickHouse, String sql) throws SQLException {
        try (var connection = connect(clickHouse);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(EmbeddedClickHouse clickHouse, String sql) throws SQLException {
        try (var connection = connect(clickHouse);
                var rows = connection.createStatement().executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private static Connection connect(EmbeddedClickHouse clickHouse) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:clickhouse:" + clickHouse.url(), clickHouse.user(), clickHouse.password());
    }

    private static int anonymous(EmbeddedClickHouse clickHouse, String sql) throws Exception {
        var request = HttpRequest.newBuilder(clickHouse.url())
                .POST(HttpRequest.BodyPublishers.ofString(sql))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Serves until it is killed. */
    static final class Serve {
        public static void main(String[] args) throws Exception {
            var ignored = new LinkedBlockingQueue<String>();
            try (var data = DataDirectory.open(Path.of(args[0]));
                    var clickHouse = EmbeddedClickHouse.start(data, Path.of(args[1]), 0, new Liveness() {
                        @Override
                        public void down(String reason) {
                            ignored.add(reason);
                        }

                        @Override
                        public void up() {
                            ignored.add("up");
                        }
                    })) {
                makeTable(clickHouse);
                insert(clickHouse, 0, 10);
                System.out.println(clickHouse.pid());
                System.in.transferTo(System.err);
            }
        }
    }
}
