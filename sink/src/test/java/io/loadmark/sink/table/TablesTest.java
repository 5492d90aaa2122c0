package io.loadmark.sink.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.data.ClickHouseFormat;
import io.loadmark.runtime.config.ClickHouseConfig;
import io.loadmark.schema.LatencySketch;
import io.loadmark.schemas.BadRecordException;
import io.loadmark.sink.clickhouse.ClickHouse;
import io.loadmark.sink.fixture.Engine;
import io.loadmark.sink.fixture.RandomRecords;
import io.loadmark.sink.fixture.Samples;
import io.loadmark.sink.rowbinary.Column;
import io.loadmark.sink.rowbinary.RowBinary;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TablesTest {
    @SuppressWarnings("unused") // by FieldSource
    private static final List<Table<?>> TABLES = Tables.ALL;

    private static ClickHouseConfig database;

    @BeforeAll
    static void migrate() throws Exception {
        database = Engine.shared().migratedDatabase();
    }

    @ParameterizedTest
    @FieldSource("TABLES")
    void theDeclaredColumnsAreThoseOfTheTable(Table<?> table) throws Exception {
        var declared = new LinkedHashMap<String, String>();
        table.columns().list().forEach(c -> declared.put(c.name(), c.type().name()));

        try (var connection = ClickHouse.connect(database)) {
            assertThat(TableCheck.columns(connection, table)).containsExactlyEntriesOf(declared);
        }
    }

    @ParameterizedTest
    @FieldSource("TABLES")
    void everyTableSaysWhatItsColumnsMeanAndKnowsRepeatedInserts(Table<?> table) throws Exception {
        assertThat(Engine.query(
                        database,
                        "SELECT name FROM system.columns WHERE database = currentDatabase() AND comment = '' AND table = '"
                                + table.name() + "'"))
                .isEmpty();
        assertThat(Engine.query(
                        database,
                        "SELECT engine_full FROM system.tables WHERE database = currentDatabase() AND name = '"
                                + table.name() + "'"))
                .singleElement()
                .asString()
                .contains("non_replicated_deduplication_window = 10000")
                .contains(table.partitioned() ? "PARTITION BY toDate(" + table.timeColumn() + ")" : "ORDER BY");
    }

    @ParameterizedTest
    @FieldSource("TABLES")
    void whatIsWrittenIsReadBackByteForByte(Table<?> table) throws Exception {
        String columns =
                table.columns().list().stream().map(Column::name).collect(Collectors.joining("`, `", "`", "`"));
        for (long seed = 0; seed < 4; seed++) {
            var row = table.row(record(table, seed), new RowBinary());
            Engine.execute(database, "TRUNCATE TABLE " + table.name());
            insert(table, row);

            assertThat(read("SELECT " + columns + " FROM " + table.name() + " FORMAT RowBinary"))
                    .as("%s, seed %d", table.name(), seed)
                    .isEqualTo(row.bytes());
        }
    }

    @Test
    void aRecordFromOutsideOfTimeIsRefused() {
        assertThatThrownBy(() -> Tables.HOST_SAMPLES.row(Samples.host("h", -1), new RowBinary()))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("at is not between 1970 and 2090");
    }

    @Test
    void aSketchWithoutACountForEachBucketIsRefusedAndLeavesNothingBehind() throws Exception {
        var buffer = new RowBinary();
        var broken = Samples.requests("i", Samples.T0, 0, 10);
        var sketch = new LatencySketch(List.of(1, 2), List.of(1.));
        broken.put(broken.getSchema().getField("latency").pos(), sketch);

        assertThatThrownBy(() -> Tables.REQUESTS.row(broken, buffer))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("a sketch of 2 buckets has 1 counts");
        assertThat(buffer.take()).isEmpty();
    }

    private static Object record(Table<?> table, long seed) {
        if (table.type() == AcknowledgedSpan.class) {
            return new AcknowledgedSpan(Samples.instance("i" + seed), Samples.T0, -1, seed, Long.MIN_VALUE);
        }
        return new RandomRecords(seed).of(table.type().asSubclass(SpecificRecord.class));
    }

    private static void insert(Table<?> table, Table.Row row) throws Exception {
        var columns =
                table.columns().list().stream().map(c -> "`" + c.name() + "`").toList();
        try (var client = ClickHouse.client(database);
                var done = client.insert(
                                table.name(),
                                columns,
                                out -> out.write(row.bytes()),
                                ClickHouseFormat.RowBinary,
                                new InsertSettings())
                        .get()) {
            assertThat(done.getWrittenRows()).isEqualTo(1);
        }
    }

    private static byte[] read(String query) throws Exception {
        var uri = URI.create(database.url() + "/?database=" + database.database());
        var request = HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.ofString(query, UTF_8))
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
        assertThat(response.statusCode())
                .as(() -> new String(response.body(), UTF_8))
                .isEqualTo(200);
        return response.body();
    }
}
