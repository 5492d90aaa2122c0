package io.loadmark.app.query;

import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import io.loadmark.app.embedded.ClickHouseEngine;
import io.loadmark.app.embedded.DataDirectory;
import io.loadmark.app.embedded.EmbeddedClickHouse;
import io.loadmark.app.embedded.EmbeddedConfig;
import io.loadmark.app.embedded.EmbeddedEndpoint;
import io.loadmark.app.embedded.Liveness;
import io.loadmark.runtime.config.ClickHouseConfig;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.sink.clickhouse.ClickHouse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ClickHouse that a question goes to: the configured one; else the one of a running {@code loadmark up}; else, where
 * an ended one has left its data, an embedded one that lives as long as the question.
 */
public final class ClickHouseAccess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClickHouseAccess.class);

    private final ClickHouseConfig config;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private ClickHouseAccess(ClickHouseConfig config) {
        this.config = config;
    }

    /**
     * Opens it.
     *
     * @throws NothingYetException if none is configured and none has ever run here
     */
    public static ClickHouseAccess open(Configuration configuration) {
        var configured = configuration.section("clickhouse", ClickHouseConfig.class);
        var shipped = Configuration.reference().section("clickhouse", ClickHouseConfig.class);
        if (!configured.equals(shipped)) return new ClickHouseAccess(configured);
        var embedded = configuration.section("embedded", EmbeddedConfig.class);
        Path directory = embedded.dataDirectory(System.getenv());
        var running = EmbeddedEndpoint.announcedIn(directory).filter(ClickHouseAccess::answers);
        if (running.isPresent()) {
            var at = running.get();
            return new ClickHouseAccess(with(configured, at.url(), at.user(), at.password()));
        }
        if (!Files.isDirectory(directory.resolve("clickhouse"))) {
            throw new NothingYetException("nothing has run with the data directory " + directory
                    + " yet; start `loadmark demo` or `loadmark up`, or set clickhouse.url");
        }
        return ofData(configured, embedded, directory);
    }

    private static ClickHouseAccess ofData(ClickHouseConfig configured, EmbeddedConfig embedded, Path directory) {
        var data = DataDirectory.open(directory);
        try {
            Path library = ClickHouseEngine.pinned(System.getenv(), LOG::info).library(embedded.library());
            var server = EmbeddedClickHouse.start(data, library, embedded.clickhousePort(), new Unwatched());
            var access = new ClickHouseAccess(with(configured, server.url(), server.user(), server.password()));
            access.started.push(data);
            access.started.push(server);
            return access;
        } catch (RuntimeException e) {
            data.close();
            throw e;
        }
    }

    private static ClickHouseConfig with(ClickHouseConfig config, URI url, String user, String password) {
        return new ClickHouseConfig(url, config.database(), user, password, config.properties());
    }

    /** What a killed process announced may be stale. */
    private static boolean answers(EmbeddedEndpoint endpoint) {
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            endpoint.url().getHost(), endpoint.url().getPort()),
                    500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Connects, and sees that the server answers. */
    public Connection connect() throws SQLException {
        var connection = ClickHouse.connect(config);
        try (var statement = connection.createStatement()) {
            var unused = statement.execute("SELECT 1");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw new SQLException(
                    "ClickHouse at " + config.url() + " does not answer (clickhouse.url): " + rootOf(e), e);
        }
    }

    /** Passes on what a statement answers, as ClickHouse itself writes it and as it comes, of any length. */
    public void answer(String sql, ClickHouseFormat format, OutputStream out)
            throws SQLException, IOException, InterruptedException {
        connect()
                .close(); // says in one line what is wrong with the server, apart from what is wrong with the statement
        var settings = new QuerySettings()
                .setFormat(format)
                .serverSetting("output_format_pretty_color", "0")
                .serverSetting("output_format_pretty_row_numbers", "0");
        try (var client = ClickHouse.client(config);
                var response = client.query(sql, settings).get()) {
            response.getInputStream().transferTo(out);
        } catch (ExecutionException e) {
            throw new SQLException(rootOf(e), e);
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) { // what AutoCloseable declares
            throw new IOException(e);
        }
    }

    private static String rootOf(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null) root = root.getCause();
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                LOG.warn("closing the embedded ClickHouse", e);
            }
        }
    }

    /** For a server that lives for one question: if it dies, the question fails. */
    private static final class Unwatched implements Liveness {
        @Override
        public void down(String reason) {
            LOG.warn("{}", reason);
        }

        @Override
        public void up() {
            LOG.info("the embedded ClickHouse is back");
        }
    }
}
