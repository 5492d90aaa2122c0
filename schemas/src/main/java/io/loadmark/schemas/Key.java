package io.loadmark.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.loadmark.schema.InstanceId;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys of Kafka records: UTF-8 parts joined by {@code /}, the tenant first. A {@code /} or {@code %} inside a part is
 * percent-encoded, so that a key is unambiguous and still readable in any Kafka tool; so is a {@code ~}, because keys
 * that begin with it are control keys of the streams. Keys decide partitions: their form never changes.
 */
public final class Key {

    private Key() {}

    /** Key of everything that belongs to a host: {@code tenant/hostId}. */
    public static String host(String tenant, String hostId) {
        return join(tenant, hostId);
    }

    /** Key of a service: {@code tenant/namespace/name}. */
    public static String service(InstanceId instance) {
        return join(instance.getTenant(), instance.getServiceNamespace(), instance.getServiceName());
    }

    /** Key of an instance: {@code tenant/namespace/name/instanceId}. */
    public static String instance(InstanceId instance) {
        return join(
                instance.getTenant(),
                instance.getServiceNamespace(),
                instance.getServiceName(),
                instance.getInstanceId());
    }

    /** Key of a business transaction: {@code tenant/transaction}. */
    public static String transaction(String tenant, String transaction) {
        return join(tenant, transaction);
    }

    /** Joins at least one part into a key; different parts never give the same key. */
    public static String join(String... parts) {
        if (parts.length == 0) throw new IllegalArgumentException("a key has at least one part");
        var key = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            if (i > 0) key.append('/');
            key.append(parts[i].replace("%", "%25").replace("/", "%2F").replace("~", "%7E"));
        }
        return key.toString();
    }

    /** Splits what {@link #join} joined. */
    public static List<String> split(String key) {
        var parts = new ArrayList<String>();
        for (int from = 0; from <= key.length(); ) {
            int end = key.indexOf('/', from);
            if (end < 0) end = key.length();
            parts.add(key.substring(from, end)
                    .replace("%7E", "~")
                    .replace("%2F", "/")
                    .replace("%25", "%"));
            from = end + 1;
        }
        return parts;
    }

    /** A key as it is stored. */
    public static byte[] bytes(String key) {
        return key.getBytes(UTF_8);
    }
}
