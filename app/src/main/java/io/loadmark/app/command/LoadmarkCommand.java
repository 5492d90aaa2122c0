package io.loadmark.app.command;

import io.loadmark.app.embedded.EmbeddedException;
import io.loadmark.app.query.NothingYetException;
import io.loadmark.runtime.config.ConfigException;
import io.loadmark.runtime.topics.NoAnswerException;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ScopeType;

/** {@code loadmark}. */
@Command(
        name = "loadmark",
        description = {
            "How many requests per second each service can carry inside its SLA on the machines it really runs on,"
                    + " what limits it, and how much headroom is left."
        },
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            CollectCommand.class,
            TopCommand.class,
            CollectorCommand.class,
            StreamsCommand.class,
            SinkCommand.class,
            CapacityCommand.class,
            HeadroomCommand.class,
            AccuracyCommand.class,
            WhatIfCommand.class,
            ForecastCommand.class,
            OvercommitCommand.class,
            FitCommand.class,
            SqlCommand.class,
            AuditCommand.class,
            DoctorCommand.class,
            HelpCommand.class
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:it went wrong; the reason is on standard error",
            "2:the command line can't be read",
            "64:the configuration can't be used",
            "65:the demo was inconclusive",
            "66:there is nothing to answer from yet",
            "69:Kafka does not answer, or the embedded ClickHouse engine is missing and can't be fetched",
            "70:an embedded part did not start, or could not go on",
            "71:this machine can't run the embedded ClickHouse",
            "73:the data directory can't be used",
            "75:the data directory is in use by another process"
        })
public final class LoadmarkCommand {
    static final int FAILED = 1;
    static final int BAD_CONFIG = 64;
    static final int INCONCLUSIVE = 65;
    static final int NOTHING_YET = 66;
    static final int UNAVAILABLE = 69;

    private LoadmarkCommand() {}

    /** Runs a command line; returns the exit status. */
    public static int run(String... args) {
        // Until a command has said where its log goes: what is wrong with a command line is told in one line.
        Logging.silent();
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        return new CommandLine(new LoadmarkCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((fault, command, parsed) -> explain(fault, command.getErr()));
    }

    /** One line for a person. The whole story is in the log, where the fault is not one that the line says all of. */
    private static int explain(Exception fault, PrintWriter err) {
        int status = status(fault);
        if (status == FAILED) LoggerFactory.getLogger(LoadmarkCommand.class).error("ended by a fault", fault);
        err.println("loadmark: " + reason(fault));
        return status;
    }

    private static int status(Exception fault) {
        if (fault instanceof NoAnswerException) return UNAVAILABLE;
        if (fault instanceof ConfigException) return BAD_CONFIG;
        if (fault instanceof EmbeddedException embedded)
            return embedded.reason().exitStatus();
        if (fault instanceof NothingYetException) return NOTHING_YET;
        return FAILED;
    }

    private static String reason(Throwable fault) {
        String message = fault.getMessage();
        return message == null || message.isBlank()
                ? fault.toString()
                : message.lines().findFirst().orElse(message);
    }
}
