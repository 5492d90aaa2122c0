package io.loadmark.app.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Whether every acknowledged request of an instance was counted, once.
 *
 * @param requests distinct spans acknowledged
 * @param missing seconds with acknowledged requests that no final window holds
 * @param duplicated seconds whose final window holds more than was acknowledged
 * @param late spans that came after their window had closed
 * @param loadSamples final load samples
 * @param deadLetters records of any topic that could not be used, since the demo began
 */
record Balance(long requests, long missing, long duplicated, long late, long loadSamples, long deadLetters) {
    private static final String WINDOWS = """
            SELECT sum(acknowledged) AS requests, countIf(missing > 0) AS missing, countIf(duplicated > 0) AS duplicated,
                sum(late) + sum(too_late) AS late
            FROM balance WHERE tenant = ? AND instance_id = ?""";
    private static final String SAMPLES =
            "SELECT count() AS n FROM latest_load_samples WHERE tenant = ? AND instance_id = ? AND revision >= 0";
    private static final String LETTERS =
            "SELECT uniqExact(topic, partition, offset) AS n FROM dead_letters WHERE stored_at >= fromUnixTimestamp64Micro(?)";

    static Balance of(Connection connection, String tenant, String instanceId, long sinceMicros) throws SQLException {
        long samples = samples(connection, tenant, instanceId);
        long letters = letters(connection, sinceMicros);
        try (var statement = connection.prepareStatement(WINDOWS)) {
            statement.setString(1, tenant);
            statement.setString(2, instanceId);
            try (var row = statement.executeQuery()) {
                row.next();
                return new Balance(
                        row.getLong("requests"),
                        row.getLong("missing"),
                        row.getLong("duplicated"),
                        row.getLong("late"),
                        samples,
                        letters);
            }
        }
    }

    private static long samples(Connection connection, String tenant, String instanceId) throws SQLException {
        try (var statement = connection.prepareStatement(SAMPLES)) {
            statement.setString(1, tenant);
            statement.setString(2, instanceId);
            return number(statement);
        }
    }

    private static long letters(Connection connection, long sinceMicros) throws SQLException {
        try (var statement = connection.prepareStatement(LETTERS)) {
            statement.setLong(1, sinceMicros);
            return number(statement);
        }
    }

    private static long number(PreparedStatement statement) throws SQLException {
        try (var row = statement.executeQuery()) {
            row.next();
            return row.getLong("n");
        }
    }

    boolean isSettled() {
        return missing == 0;
    }
}
