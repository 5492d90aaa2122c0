package io.loadmark.collector.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.schema.DomainInventory;
import io.loadmark.schema.DomainSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/libvirt.md says of every figure of virsh where it is: every name there is a field of the schemas. */
class VirshTableTest {
    private static final Path PAGE = Path.of("../docs/libvirt.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    /** {@code vcpus[N].state}, {@code .timeMicros}, {@code nics[].inbound…}. */
    private static final Pattern FIELD =
            Pattern.compile("(?:[a-z][A-Za-z]*(?:\\[N?])?)?(?:\\.[a-z][A-Za-z]*(?:\\[N?])?)*…?");
    /** What the cells name beside fields: topics, topologies and their columns, elements of XML, files. */
    private static final Set<String> OTHERS = Set.of("usage", "cpu_cores", "domain", "delay", "loadmark.events");

    static List<String> rows() throws IOException {
        var rows = new ArrayList<String>();
        boolean inside = false;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("| virsh |") || line.startsWith("| command |")) inside = true;
            else if (!line.startsWith("|")) inside = false;
            else if (inside && !line.startsWith("|---")) rows.add(line);
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyFieldOfTheRowIsThere(String row) {
        String[] cells = row.split("\\|", -1);
        assertThat(cells).hasSizeGreaterThanOrEqualTo(4);
        String last = "";
        for (var code = CODE.matcher(cells[2]); code.find(); ) {
            String name = code.group(1);
            if (OTHERS.contains(name) || !FIELD.matcher(name).matches()) continue;
            String full = name.startsWith(".") ? last + name : name;
            int above = full.lastIndexOf('.');
            if (!name.startsWith(".")) last = above < 0 ? full : full.substring(0, above);
            assertThat(paths()).as("%s in: %s", name, row).anyMatch(path -> fits(path, full));
        }
    }

    private static boolean fits(String path, String name) {
        String plain = name.replaceAll("\\[N?]", "");
        return plain.endsWith("…") ? path.startsWith(plain.substring(0, plain.length() - 1)) : path.equals(plain);
    }

    private static Set<String> paths() {
        var paths = new HashSet<String>();
        collect(DomainSample.getClassSchema(), "", paths);
        collect(DomainInventory.getClassSchema(), "", paths);
        return paths;
    }

    private static void collect(Schema schema, String above, Set<String> paths) {
        switch (schema.getType()) {
            case UNION -> schema.getTypes().forEach(type -> collect(type, above, paths));
            case ARRAY -> collect(schema.getElementType(), above, paths);
            case RECORD -> {
                for (var field : schema.getFields()) {
                    String path = above.isEmpty() ? field.name() : above + '.' + field.name();
                    paths.add(path);
                    collect(field.schema(), path, paths);
                }
            }
            default -> {}
        }
    }
}
