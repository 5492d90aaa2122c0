package io.loadmark.app.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.PrimitiveIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {
    private static final int NOTHING = -2;
    private static final int END = -1;

    /** Characters as a terminal sends them, and then nothing more in time. */
    private static Keys.Input typed(String text) {
        PrimitiveIterator.OfInt characters = text.chars().iterator();
        return millis -> characters.hasNext() ? characters.nextInt() : NOTHING;
    }

    @ParameterizedTest
    @CsvSource({
        "q, QUIT",
        "c, BY_CPU",
        "m, BY_MEMORY",
        "i, BY_IO",
        "t, BY_THREADS",
        "p, PAUSE",
        "j, DOWN",
        "k, UP",
        "x, OTHER",
        "'\u001b[A', UP",
        "'\u001bOB', DOWN",
        "'\u001b[C', ENTER",
        "'\u001b[D', BACK",
        "'\u001b[5~', PAGE_UP",
        "'\u001b[6~', PAGE_DOWN",
        "'\u001b[6', OTHER",
        "'\u001b[Z', OTHER",
        "'\u001b', BACK",
        "'\u001bx', BACK",
        "'\u007f', BACK",
        "'\u0003', QUIT",
        "'', OTHER"
    })
    void aKeyIsWhatTheTerminalSendsForIt(String text, Key key) throws IOException {
        assertThat(Keys.next(typed(text), 10)).isEqualTo(key);
    }

    @Test
    void enterAndTabAreKeysAndTheEndOfTheInputQuits() throws IOException {
        assertThat(Keys.next(typed("\r"), 10)).isEqualTo(Key.ENTER);
        assertThat(Keys.next(typed("\t"), 10)).isEqualTo(Key.NEXT_VIEW);
        assertThat(Keys.next(millis -> END, 10)).isEqualTo(Key.QUIT);
    }
}
