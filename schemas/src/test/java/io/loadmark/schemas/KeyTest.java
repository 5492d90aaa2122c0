package io.loadmark.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.schema.InstanceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
    private static final List<String> HOSTILE = List.of(
            "", "/", "//", "%", "%%", "%2F", "%2f", "%25", "%252F", "%2", "2F", "25", "a/b", "é", "\0", "~0", " ",
            "😀");

    @Test
    void keysAreReadable() {
        var instance = new InstanceId("acme", "shop", "checkout", "i-1");
        assertThat(Key.host("acme", "h1")).isEqualTo("acme/h1");
        assertThat(Key.service(instance)).isEqualTo("acme/shop/checkout");
        assertThat(Key.instance(instance)).isEqualTo("acme/shop/checkout/i-1");
        assertThat(Key.join("100%", "a/b")).isEqualTo("100%25/a%2Fb");
        assertThat(Key.bytes("é")).containsExactly(0xc3, 0xa9);
    }

    @Test
    void everyTwoHostilePartsComeBackAndNoOtherPartsGiveTheirKey() {
        var partsOf = new HashMap<String, List<String>>();
        for (String first : HOSTILE) {
            verify(partsOf, List.of(first));
            for (String second : HOSTILE) verify(partsOf, List.of(first, second));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomPartsComeBackAndNoOtherPartsGiveTheirKey(long seed) {
        var random = new Random(seed);
        var partsOf = new HashMap<String, List<String>>();
        for (int i = 0; i < 20_000; i++) verify(partsOf, parts(random));
    }

    @Test
    void aKeyWithoutPartsIsRefusedBecauseItWouldBeTheKeyOfAnEmptyPart() {
        assertThatThrownBy(Key::join).isInstanceOf(IllegalArgumentException.class);
    }

    private static void verify(Map<String, List<String>> partsOf, List<String> parts) {
        String key = Key.join(parts.toArray(String[]::new));
        assertThat(Key.split(key)).isEqualTo(parts);
        assertThat(partsOf.merge(key, parts, (first, second) -> first)).isEqualTo(parts);
    }

    /** Few letters, so that collisions would be found. */
    private static List<String> parts(Random random) {
        var parts = new ArrayList<String>();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            var part = new StringBuilder();
            for (int letters = random.nextInt(5); letters > 0; letters--) {
                part.append("/%2F5a".charAt(random.nextInt(6)));
            }
            parts.add(part.toString());
        }
        return parts;
    }
}
