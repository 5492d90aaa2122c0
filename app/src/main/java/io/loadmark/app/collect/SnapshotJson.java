package io.loadmark.app.collect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot as JSON: of each entity the sample and the load, with the names that the schemas give the fields, units
 * included. Absent fields are left out.
 */
public final class SnapshotJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SnapshotJson() {}

    /** One line; at most {@code top} rows a layer. */
    public static String of(Snapshot snapshot, int top) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("hosts", rows(snapshot.hosts(), top));
        tree.put("domains", rows(snapshot.domains(), top));
        tree.put("cgroups", rows(snapshot.cgroups(), top));
        tree.put("processes", rows(snapshot.processes(), top));
        tree.put("problems", snapshot.problems());
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Map<String, Object>> rows(List<? extends Row<?>> rows, int top) {
        return rows.stream()
                .limit(top)
                .map(row -> Map.<String, Object>of("sample", fields(row.sample()), "load", fields(row.load())))
                .toList();
    }

    private static Map<String, Object> fields(SpecificRecord record) {
        var fields = new LinkedHashMap<String, Object>();
        for (var field : record.getSchema().getFields()) {
            Object value = value(record.get(field.pos()));
            if (value != null) fields.put(field.name(), value);
        }
        return fields;
    }

    private static @Nullable Object value(@Nullable Object value) {
        if (value instanceof SpecificRecord record) return fields(record);
        if (value instanceof Collection<?> values)
            return values.stream().map(SnapshotJson::value).toList();
        if (value == null || value instanceof Number || value instanceof Boolean) return value;
        return value.toString();
    }
}
