package io.loadmark.streams.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.runtime.config.ConfigException;
import io.loadmark.runtime.config.Configuration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransactionRuleTest {
    @Test
    void aTransactionIsARouteOfAServiceAndPerhapsAnAttribute() {
        assertThat(rules("[{name: order, service: shop/checkout, route: POST /orders}, {name: 7, service: s, route: r,"
                        + " attribute: tier=a=b}]"))
                .containsExactly(
                        new TransactionRule("order", "shop/checkout", "POST /orders", "", "", ""),
                        new TransactionRule("7", "s", "r", "tier", "a=b", ""));
        assertThat(Configuration.reference()
                        .section("streams", StreamsSettings.class)
                        .transactions())
                .isEmpty();
    }

    @Test
    void aCounterMayCountItWithOrWithoutARoute() {
        assertThat(
                        rules(
                                "[{name: order, counter: shop.orders}, {name: pay, service: s, route: r, counter: shop.payments}]"))
                .containsExactly(
                        new TransactionRule("order", "", "", "", "", "shop.orders"),
                        new TransactionRule("pay", "s", "r", "", "", "shop.payments"))
                .extracting(TransactionRule::isTraced)
                .containsExactly(false, true);
    }

    @Test
    void theyMayComeFromTheEnvironment() {
        var configuration = Configuration.reference()
                .with(Map.of("LOADMARK_STREAMS__TRANSACTIONS", "[{name: order, service: checkout, route: /orders}]"));
        assertThat(configuration.section("streams", StreamsSettings.class).transactions())
                .singleElement()
                .satisfies(
                        rule -> assertThat(rule.isServedBy("shop", "checkout")).isTrue());
    }

    @Test
    void aServiceIsMeantByItsNameOrWithItsNamespace() {
        var rule = new TransactionRule("order", "shop/checkout", "/", "", "", "");
        assertThat(rule.isServedBy("shop", "checkout")).isTrue();
        assertThat(rule.isServedBy("", "checkout")).isFalse();
        assertThat(rule.isServedBy("", "shop/checkout")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [{name: order, service: s, route: r, colour: red}]               | unknown key colour; known here: name, service, route, attribute, counter
            [{service: s, route: r}]                                         | name must be 1 to 63 letters
            [{name: a/b, service: s, route: r}]                              | name must be 1 to 63 letters
            [{name: order, route: r}]                                        | service of order must have 1 to 256 characters, had 0
            [{name: order, service: s}]                                      | route of order must have 1 to 256 characters, had 0
            [{name: order, service: s, route: r, attribute: tier}]           | attribute of order must be key=value, was "tier"
            [{name: order, service: s, route: r, attribute: =x}]             | attribute of order must be key=value
            [{name: o, service: s, route: r}, {name: o, service: t, route: r}] | streams.transactions: o is there twice
            [{name: o, counter: c}, {name: p, counter: c}]                   | counter c counts two transactions
            [{name: o, counter: c, service: s}]                              | route of o must have 1 to 256 characters, had 0
            [{name: order, service: s, route: {a: b}}]                       | streams.transactions
            [null]                                                           | streams.transactions has an empty element
            [{name: order, service: s, route: }]                             | route of order must have 1 to 256 characters, had 0
            [order]                                                          | streams.transactions
            """)
    void whatIsNoneIsRefused(String yaml, String message) {
        assertThatThrownBy(() -> rules(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void thereIsALimit() {
        String many = IntStream.range(0, 51)
                .mapToObj(i -> "{name: t" + i + ", service: s, route: r}")
                .collect(Collectors.joining(", ", "[", "]"));
        assertThatThrownBy(() -> rules(many)).hasMessageContaining("streams.transactions must be at most 50, were 51");
    }

    private static List<TransactionRule> rules(String yaml) {
        return Configuration.reference()
                .with("the test", "streams: {transactions: " + yaml + "}")
                .section("streams", StreamsSettings.class)
                .transactions();
    }
}
