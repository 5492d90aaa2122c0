package io.loadmark.app.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code loadmark collect} on this machine. */
class CollectTest {
    private final Path directory;

    CollectTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private String collect(int status, String... arguments) throws Exception {
        var all = new ArrayList<>(List.of("collect", "--once", "--interval", "200ms"));
        all.addAll(List.of(arguments));
        try (var jvm = Jvm.loadmark(directory, Map.of(), all)) {
            assertThat(jvm.end()).as(jvm.errors()).isEqualTo(status);
            return jvm.output() + jvm.errors();
        }
    }

    @Test
    void aPersonSeesEveryLayerWithoutKafka() throws Exception {
        assertThat(collect(0, "--top", "3")).contains("HOST ", "CGROUPS", "PROCESSES  first 3 of ", " by cpu");
    }

    @Test
    void aProgramGetsJsonOfWhatItAskedFor() throws Exception {
        var json = collect(0, "--output", "json", "--layer", "host,process", "--command", "^java$", "--top", "0");
        var tree = new ObjectMapper().readTree(json);
        assertThat(tree.at("/hosts")).hasSize(1);
        assertThat(tree.at("/cgroups")).isEmpty();
        assertThat(tree.at("/processes")).isNotEmpty().allSatisfy(row -> assertThat(
                        row.at("/sample/command").asText())
                .isEqualTo("java"));
    }

    @Test
    void aFilterThatIsNoneIsToldInOneLine() throws Exception {
        assertThat(collect(64, "--user", "it's nobody").lines())
                .containsExactly("loadmark: collector.process.users: no user it's nobody in /etc/passwd; give the id");
    }
}
