package io.loadmark.schemas;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SchemaDocsTest {
    /** How a field's name ends, and what its doc has to say then. */
    private static final Map<String, String> UNITS = Map.ofEntries(
            entry("Micros", "microseconds"),
            entry("Nanos", "nanoseconds"),
            entry("Millis", "milliseconds"),
            entry("Seconds", "seconds"),
            entry("seconds", "seconds"),
            entry("Bytes", "bytes"),
            entry("Pages", "pages"),
            entry("Ratio", "in [0, 1]"),
            entry("confidence", "in [0, 1]"),
            entry("Variance", "squared"),
            entry("PerSecond", "per second"));

    private final Set<String> seen = new HashSet<>();
    private final List<String> complaints = new ArrayList<>();

    @Test
    void everyRecordEnumAndFieldIsDocumentedAndItsUnitNamed() {
        StandaloneRecords.schemas().forEach(this::visit);
        assertThat(seen).hasSizeGreaterThan(StandaloneRecords.ALL.size());
        assertThat(complaints).isEmpty();
    }

    private void visit(Schema schema) {
        switch (schema.getType()) {
            case UNION -> schema.getTypes().forEach(this::visit);
            case ARRAY -> visit(schema.getElementType());
            case ENUM -> requireDoc(schema.getFullName(), schema.getDoc());
            case RECORD -> visitRecord(schema);
            default -> {
                // nothing that could hold a doc
            }
        }
    }

    private void visitRecord(Schema record) {
        if (!seen.add(record.getFullName())) return;
        requireDoc(record.getFullName(), record.getDoc());
        for (var field : record.getFields()) {
            String name = record.getName() + "." + field.name();
            requireDoc(name, field.doc());
            requireUnit(name, String.valueOf(field.doc()).toLowerCase(Locale.ROOT));
            visit(field.schema());
        }
    }

    private void requireDoc(String name, String doc) {
        if (doc == null || doc.isBlank()) complaints.add(name + " has no doc");
    }

    private void requireUnit(String name, String doc) {
        UNITS.forEach((suffix, unit) -> {
            if (name.endsWith(suffix) && !doc.contains(unit)) complaints.add(name + " does not say: " + unit);
        });
    }
}
