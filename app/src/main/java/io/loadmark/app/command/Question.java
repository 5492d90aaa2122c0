package io.loadmark.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loadmark.app.query.ClickHouseAccess;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that asks ClickHouse and answers a person or a program. */
abstract class Question implements Callable<Integer> {
    private enum Output {
        TEXT,
        JSON
    }

    /** What is asked, of options that have been checked. */
    @FunctionalInterface
    interface Query {
        Answer ask(Connection connection, String tenant) throws SQLException;
    }

    /**
     * Both forms of an answer.
     *
     * @param lines for a terminal
     * @param objects for a program, one a line
     */
    record Answer(List<String> lines, List<Map<String, @Nullable Object>> objects) {
        static Answer of(List<String> lines, Map<String, @Nullable Object> object) {
            return new Answer(lines, List.of(object));
        }
    }

    @Mixin
    private CommonOptions options = new CommonOptions();

    @Option(
            names = "--output",
            defaultValue = "text",
            description = "text, or json (an object a line); default: ${DEFAULT-VALUE}.")
    private Output output = Output.TEXT;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /**
     * Reads the options.
     *
     * @throws io.loadmark.runtime.config.ConfigException if one of them makes no sense
     */
    abstract Query query();

    @Override
    public final Integer call() throws Exception {
        Logging.silent();
        var query = query();
        var configuration = options.configuration();
        try (var access = ClickHouseAccess.open(configuration);
                var connection = access.connect()) {
            print(query.ask(connection, configuration.tenant()));
        }
        return 0;
    }

    private void print(Answer answer) throws JsonProcessingException {
        var out = spec.commandLine().getOut();
        if (output == Output.JSON) {
            var json = new ObjectMapper();
            for (var object : answer.objects()) out.println(json.writeValueAsString(object));
        } else {
            answer.lines().forEach(out::println);
        }
        out.flush();
    }
}
