package io.loadmark.app.command;

import io.loadmark.app.query.ClickHouseAccess;
import io.loadmark.app.query.SqlResult;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

    @Parameters(paramLabel = "SQL", description = "One statement, such as 'SELECT count() FROM requests'.")
    private String sql = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Logging.silent();
        try (var access = ClickHouseAccess.open(options.configuration());
                var connection = access.connect()) {
            var out = spec.commandLine().getOut();
            SqlResult.of(connection, sql).table().forEach(out::println);
            out.flush();
        }
        return 0;
    }
}
