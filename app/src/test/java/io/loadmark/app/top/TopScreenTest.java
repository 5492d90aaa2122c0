package io.loadmark.app.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.app.collect.Round;
import io.loadmark.app.collect.Snapshot;
import io.loadmark.app.collect.Snapshot.Sort;
import io.loadmark.app.collect.SnapshotText;
import io.loadmark.app.top.TopState.View;
import io.loadmark.collector.process.Users;
import io.loadmark.model.usage.PageCachePolicy;
import io.loadmark.schema.HostSample;
import io.loadmark.schema.ProcessSample;
import io.loadmark.schema.Stamp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopScreenTest {
    private static final int PROCESSES = 40;
    private static final SnapshotText TEXT = new SnapshotText(Users.read(Path.of("/none")), 100, Sort.CPU);

    private static Stamp stamp(int second) {
        return new Stamp("t", "h1", "boot", second * 1_000_000L, second * 1_000_000_000L);
    }

    private static Round round(int second) {
        var samples = new ArrayList<SpecificRecord>();
        samples.add(HostSample.newBuilder()
                .setStamp(stamp(second))
                .setHostName("node")
                .setOnlineCpus(2)
                .build());
        for (int pid = 1; pid <= PROCESSES; pid++) {
            samples.add(ProcessSample.newBuilder()
                    .setStamp(stamp(second))
                    .setPid(pid)
                    .setStartMicros(1)
                    .setCommand("command-" + pid)
                    .setState("R")
                    .setCgroupPath(pid % 2 == 0 ? "/even/x" : "/odd")
                    .setServiceName(pid == 6 ? "checkout" : null)
                    .setUserMicros(1000L * second * pid)
                    .setSystemMicros(0L)
                    .build());
        }
        return new Round(samples, Map.of());
    }

    private static final Snapshot SNAPSHOT =
            Snapshot.between(round(0), round(1), PageCachePolicy.fraction(0.4), Sort.CPU);

    private static List<AttributedString> screen(View view, int selected, @Nullable String cgroup, int height) {
        var state = new TopState(view, Sort.CPU, selected, false, cgroup, View.CGROUPS);
        return TopScreen.lines(SNAPSHOT, state, TopTable.of(SNAPSHOT, state, TEXT, 80), TEXT, height, 80);
    }

    private static List<String> text(List<AttributedString> lines) {
        return lines.stream().map(AttributedString::toString).toList();
    }

    @Test
    void theScreenIsAsHighAsTheTerminalAndEndsWithTheKeys() {
        for (int height : new int[] {24, 60}) {
            var lines = text(screen(View.PROCESSES, 0, null, height));
            assertThat(lines).hasSize(height);
            assertThat(lines.get(0)).startsWith("HOST node");
            assertThat(lines.get(height - 1)).startsWith("q quit");
            assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        }
    }

    @Test
    void theSelectedRowIsInViewAndMarked() {
        var lines = screen(View.PROCESSES, 30, null, 24);
        var marked = lines.stream()
                .filter(line -> line.length() > 0 && line.styleAt(0).equals(AttributedStyle.INVERSE))
                .toList();
        assertThat(text(marked)).singleElement().asString().contains("command-10");
    }

    @Test
    void insideACgroupThereAreItsProcessesAndThoseOfTheGroupsBelow() {
        assertThat(text(screen(View.PROCESSES, 0, "/even", 60)))
                .contains("PROCESSES  20  by cpu  in /even")
                .noneMatch(line -> line.contains("command-39"));
        assertThat(TopTable.isInside("/evening", "/even")).isFalse();
        assertThat(TopTable.isInside(null, "/even")).isFalse();
        assertThat(TopTable.isInside(null, "/")).isTrue();
    }

    @Test
    void servicesAreTheProcessesThatNameOne() {
        assertThat(text(screen(View.SERVICES, 0, null, 24)))
                .contains("SERVICES  1  by cpu")
                .anyMatch(line -> line.contains("checkout"));
    }

    @Test
    void aTinyTerminalAndAnEmptyTableAreDrawnToo() {
        assertThat(screen(View.CGROUPS, 0, null, 24)).hasSize(24);
        assertThat(screen(View.DOMAINS, 0, null, 24)).hasSize(24);
        for (int height = 1; height < 24; height++) {
            assertThat(text(screen(View.PROCESSES, 0, null, height)))
                    .hasSize(height)
                    .last()
                    .asString()
                    .startsWith("q quit");
        }
    }

    @Test
    void aLowTerminalStillShowsRows() {
        assertThat(text(screen(View.PROCESSES, 0, null, 8))).anyMatch(line -> line.contains("command-40"));
    }

    @Test
    void whatCannotBeReadIsSaid() {
        var snapshot = Snapshot.between(
                round(0),
                new Round(round(1).samples(), Map.of("libvirt", "took longer")),
                PageCachePolicy.fraction(0.4),
                Sort.CPU);
        var state = TopState.start();
        assertThat(text(TopScreen.lines(snapshot, state, TopTable.of(snapshot, state, TEXT, 80), TEXT, 24, 80)))
                .contains("libvirt: took longer");
    }
}
