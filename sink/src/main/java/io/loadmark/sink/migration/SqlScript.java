package io.loadmark.sink.migration;

import java.util.ArrayList;
import java.util.List;

/** Splits a script into its statements: at semicolons outside quotes and {@code --} comments, which are dropped. */
final class SqlScript {
    private final String text;
    private final List<String> statements = new ArrayList<>();
    private final StringBuilder statement = new StringBuilder();
    private int at;

    private SqlScript(String text) {
        this.text = text;
    }

    static List<String> statements(String text) {
        return new SqlScript(text).split();
    }

    private List<String> split() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'' || c == '`' || c == '"') quoted(c);
            else if (text.startsWith("--", at)) comment();
            else if (c == ';') end();
            else statement.append(text.charAt(at++));
        }
        end();
        return List.copyOf(statements);
    }

    private void quoted(char quote) {
        int from = at++;
        while (at < text.length() && text.charAt(at) != quote) at += text.charAt(at) == '\\' ? 2 : 1;
        at = Math.min(at + 1, text.length());
        statement.append(text, from, at);
    }

    private void comment() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    private void end() {
        at++;
        String done = statement.toString().strip();
        statement.setLength(0);
        if (!done.isEmpty()) statements.add(done);
    }
}
