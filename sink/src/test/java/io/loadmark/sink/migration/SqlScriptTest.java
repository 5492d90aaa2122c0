package io.loadmark.sink.migration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlScriptTest {
    @Test
    void statementsEndAtSemicolonsOutsideQuotesAndComments() {
        assertThat(SqlScript.statements("""
                        -- first; not a statement
                        SELECT 'a;b', 'it''s', 'c\\';d'; -- trailing; comment

                        SELECT `x;y`;
                        SELECT "q;r" -- end"""))
                .containsExactly("SELECT 'a;b', 'it''s', 'c\\';d'", "SELECT `x;y`", "SELECT \"q;r\"");
    }

    @Test
    void nothingButCommentsIsNoStatement() {
        assertThat(SqlScript.statements("-- nothing\n;\n ;")).isEmpty();
    }
}
