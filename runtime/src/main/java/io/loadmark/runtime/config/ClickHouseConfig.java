package io.loadmark.runtime.config;

import static io.loadmark.runtime.config.ConfigException.check;

import java.net.URI;
import java.util.Map;

/** {@code clickhouse:} in loadmark.yaml. */
public record ClickHouseConfig(URI url, String database, String user, String password, Map<String, String> properties) {
    public ClickHouseConfig {
        check(
                url.getRawUserInfo() == null,
                "clickhouse.url must not hold a user or password; set clickhouse.user and clickhouse.password");
        check(
                "http".equals(url.getScheme()) || "https".equals(url.getScheme()),
                "clickhouse.url must start with http:// or https://, was %s",
                url);
        check(
                database.matches("[A-Za-z_][A-Za-z0-9_]{0,62}"),
                "clickhouse.database must be a plain identifier, was %s",
                database);
        properties = Map.copyOf(properties);
    }

    @Override
    public String toString() {
        return "ClickHouseConfig[url=" + url + ", database=" + database + ", user=" + user + "]";
    }
}
