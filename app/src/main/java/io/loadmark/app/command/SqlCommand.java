package io.loadmark.app.command;

import com.clickhouse.data.ClickHouseFormat;
import io.loadmark.app.query.ClickHouseAccess;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code loadmark sql}. */
@Command(
        name = "sql",
        description = "Ask ClickHouse: the configured one, the one of a running `loadmark up`, or the data it left.",
        footer = {
            "",
            "Views to start with: latest_requests, latest_load_samples, latest_curves, balance; SHOW TABLES lists all."
        })
final class SqlCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions options = new CommonOptions();

    /** Forms of an answer, each one of ClickHouse's own. */
    private enum Output {
        TABLE(ClickHouseFormat.PrettyCompactMonoBlock),
        JSON(ClickHouseFormat.JSONEachRow),
        CSV(ClickHouseFormat.CSVWithNames);

        private final ClickHouseFormat format;

        Output(ClickHouseFormat format) {
            this.format = format;
        }
    }

    @Option(
            names = "--output",
            defaultValue = "table",
            description = {
                "table, json (an object a line) or csv; default: ${DEFAULT-VALUE}.",
                "A FORMAT clause in the statement wins."
            })
    private Output output = Output.TABLE;

    @Parameters(paramLabel = "SQL", description = "One statement, such as 'SELECT count() FROM requests'.")
    private String sql = "";

    @Override
    public Integer call() throws Exception {
        Logging.silent();
        try (var access = ClickHouseAccess.open(options.configuration())) {
            access.answer(sql, output.format, System.out);
            System.out.flush();
        }
        return 0;
    }
}
