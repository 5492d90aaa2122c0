package io.loadmark.sink.delivery;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.data.ClickHouseFormat;
import io.loadmark.runtime.config.ClickHouseConfig;
import io.loadmark.sink.clickhouse.ClickHouse;
import io.loadmark.sink.table.Table;
import io.loadmark.sink.table.TableCheck;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** Inserts rows of one block in one request, which ClickHouse does once for each token. */
final class TableWriter implements AutoCloseable {
    // Error codes of ClickHouse's ErrorCodes.cpp that blame the rows: can't be read or converted (6, 27, 32, 33, 53,
    // 70,
    // 117, 321, 349, 691), out of a bound (69, 128, 131, 190), or against a constraint (469).
    private static final Set<Integer> REJECTIONS =
            Set.of(6, 27, 32, 33, 53, 69, 70, 117, 128, 131, 190, 321, 349, 469, 691);

    private final ClickHouseConfig config;
    private final Client client;

    TableWriter(ClickHouseConfig config) {
        this.config = config;
        client = ClickHouse.client(config);
    }

    /**
     * Inserts some rows of a block.
     *
     * @return why ClickHouse rejects the rows themselves; empty when it has them
     * @throws FaultException if nobody can tell, or for a reason that the rows are not to blame for
     */
    Optional<String> insert(Block block, int from, int to, String token) throws FaultException {
        var table = block.table();
        try (var response = client.insert(
                        table.name(),
                        columns(table),
                        out -> block.write(out, from, to),
                        ClickHouseFormat.RowBinary,
                        settings(token))
                .get()) {
            return Optional.empty();
        } catch (ExecutionException e) {
            return judge(table, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultException("interrupted while inserting into " + table.name(), e);
        } catch (Exception e) {
            return judge(table, e);
        }
    }

    private Optional<String> judge(Table<?> table, Throwable e) throws FaultException {
        String message = "ClickHouse, table " + table.name() + ": " + e.getMessage();
        if (!(e instanceof ServerException server) || !REJECTIONS.contains(server.getCode())) {
            throw new FaultException(message, e);
        }
        try (var connection = ClickHouse.connect(config)) {
            var difference = TableCheck.difference(connection, table);
            if (difference.isPresent()) throw new FaultException(difference.get(), e);
        } catch (SQLException | ClickHouseException away) {
            throw new FaultException(message, away);
        }
        return Optional.of(String.valueOf(e.getMessage()));
    }

    private static List<String> columns(Table<?> table) {
        return table.columns().list().stream().map(c -> "`" + c.name() + "`").toList();
    }

    private static InsertSettings settings(String token) {
        return new InsertSettings()
                .setDeduplicationToken(token)
                .serverSetting("async_insert", "0")
                .serverSetting("insert_deduplicate", "1")
                .serverSetting("deduplicate_blocks_in_dependent_materialized_views", "1")
                // One block a request, so that it is there as a whole or not at all.
                .serverSetting("max_insert_block_size", "1048576")
                .serverSetting("max_insert_threads", "1")
                .serverSetting("input_format_parallel_parsing", "0");
    }

    @Override
    public void close() {
        client.close();
    }
}
