package io.loadmark.app.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.app.fit.LoadTestFile.Format;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTestFileTest {
    private static final String JTL =
            "timeStamp,elapsed,label,responseCode,responseMessage,threadName,success,bytes,grpThreads,allThreads,Latency\n";

    private final Path directory;

    LoadTestFileTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private LoadTestFile read(String text) throws Exception {
        return LoadTestFile.read(Files.writeString(directory.resolve("t.csv"), text), Duration.ofSeconds(1));
    }

    private static double number(LoadTestFile file, int row, String column) {
        return NumberColumn.number(
                file.table().rows().get(row).get(file.table().columns().indexOf(column)));
    }

    @Test
    void samplesOfJMeterBecomeWindowsByTheirEnd() throws Exception {
        var text = new StringBuilder(JTL);
        // 20 a second of 100 ms for 5 s; each fourth fails
        for (int i = 0; i < 100; i++) {
            text.append(1_700_000_000_000L + 50L * i)
                    .append(",100,order,200,OK,t 1-1,")
                    .append(i % 4 != 0)
                    .append(",512,8,8,90\n");
        }
        var file = read(text.toString());
        assertThat(file.format()).isEqualTo(Format.JTL);
        assertThat(file.format().isClosedLoop()).isTrue();
        assertThat(file.table().rows())
                .as("of 6 windows the first and the last are partial")
                .hasSize(4);
        assertThat(number(file, 1, "offered_qps")).isEqualTo(20);
        assertThat(number(file, 1, "qps")).isEqualTo(15);
        assertThat(number(file, 1, "error_pct")).isEqualTo(25);
        assertThat(number(file, 1, "mean_ms")).isEqualTo(100);
        assertThat(number(file, 1, "p99_ms")).isBetween(99.0, 101.0);
        assertThat(number(file, 1, "concurrency")).isEqualTo(8);
    }

    @Test
    void samplesThatCantBeReadAreCounted() throws Exception {
        var file = read(JTL + "x,100,a,200,OK,t,true,1,1,1,1\n1000,5,a,200,OK,t,true,1,1,1,1\n");
        assertThat(file.notes()).anyMatch(note -> note.startsWith("1 samples without"));
        assertThatThrownBy(() -> {
                    var text = new StringBuilder(JTL);
                    for (long i = 0; i < 10_010; i++) text.append(i * 1_000).append(",5,a,200,OK,t,true,1,1,1,1\n");
                    read(text.toString());
                })
                .hasMessageContaining("more than 10000 windows");
    }

    @Test
    void ofLocustsHistoryTheAggregatedLinesAreTaken() throws Exception {
        var file = read("""
                Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%,99%,Total Request Count
                1700000000,10,GET,/a,4.0,0,12,30,40
                1700000000,10,,Aggregated,9.0,0,12,35,90
                1700000001,20,,Aggregated,N/A,0,N/A,N/A,90
                """);
        assertThat(file.format()).isEqualTo(Format.LOCUST);
        assertThat(file.table().rows()).hasSize(2);
        assertThat(number(file, 0, "Requests/s")).isEqualTo(9);
        assertThat(number(file, 1, "Requests/s")).isNaN();
    }

    @Test
    void locustsSummaryIsPointedToItsHistory() {
        assertThatThrownBy(() -> read("Type,Name,Request Count,Failure Count\nGET,/,10,0\n"))
                .hasMessageContaining("_stats_history.csv");
    }

    @Test
    void anythingElseIsATable() throws Exception {
        assertThat(read("a,b\n1,2\n"))
                .isEqualTo(new LoadTestFile(
                        new CsvTable(
                                directory.resolve("t.csv").toString(), List.of("a", "b"), List.of(List.of("1", "2"))),
                        Format.CSV,
                        List.of()));
    }
}
