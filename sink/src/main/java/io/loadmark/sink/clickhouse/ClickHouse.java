package io.loadmark.sink.clickhouse;

import com.clickhouse.client.api.Client;
import io.loadmark.runtime.config.ClickHouseConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Connections as {@code clickhouse:} describes them: JDBC for statements and queries, the driver's own client for bulk. */
public final class ClickHouse {
    /** Milliseconds; what {@code clickhouse.properties} says wins. */
    private static final Map<String, String> DEFAULTS =
            Map.of("connection_timeout", "5000", "socket_timeout", "120000", "retry", "0");

    private ClickHouse() {}

    /** A connection to the configured database. */
    public static Connection connect(ClickHouseConfig config) throws SQLException {
        return connect(config, config.database());
    }

    /** A connection to another database of the same server, such as {@code system}. */
    public static Connection connect(ClickHouseConfig config, String database) throws SQLException {
        var properties = new Properties();
        properties.putAll(options(config));
        properties.put("user", config.user());
        properties.put("password", config.password());
        properties.put("database", database);
        return DriverManager.getConnection("jdbc:clickhouse:" + config.url(), properties);
    }

    /** A client for bulk inserts into the configured database; it never repeats a request by itself. */
    public static Client client(ClickHouseConfig config) {
        return new Client.Builder()
                .addEndpoint(config.url().toString())
                .setOptions(options(config))
                .setUsername(config.user())
                .setPassword(config.password())
                .setDefaultDatabase(config.database())
                .setMaxRetries(0)
                .build();
    }

    private static Map<String, String> options(ClickHouseConfig config) {
        var options = new HashMap<>(DEFAULTS);
        options.putAll(config.properties());
        return options;
    }
}
