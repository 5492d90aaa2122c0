package io.loadmark.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What {@code --help} prints. */
class HelpTest {
    private final PrintStream usual = System.err;

    @AfterEach
    void restore() {
        System.setErr(usual);
    }

    /** Picocli takes every text for a format, and warns on standard error where it is none. */
    @ParameterizedTest
    @MethodSource("commands")
    void everyTextIsAFormat(CommandLine command) {
        var warnings = new ByteArrayOutputStream();
        System.setErr(new PrintStream(warnings, true, UTF_8));
        String usage = command.getUsageMessage();
        assertThat(warnings.toString(UTF_8)).isEmpty();
        assertThat(usage).contains("Usage: loadmark").doesNotContain("%%", "%n");
    }

    static Stream<CommandLine> commands() {
        var loadmark = LoadmarkCommand.commandLine();
        return Stream.concat(Stream.of(loadmark), loadmark.getSubcommands().values().stream());
    }
}
