package io.loadmark.runtime.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnLoadTest {
    @Test
    void residentBytesComeFromTheStatusFile(@TempDir Path proc) throws IOException {
        var status = Files.writeString(proc.resolve("status"), "Name:\tjava\nVmHWM:\t  9000 kB\nVmRSS:\t  8192 kB\n");
        assertThat(new OwnLoad(status).rssBytes()).hasValue(8L << 20);
    }

    @Test
    void withoutTheFileOrItsLineTheyAreAbsent(@TempDir Path proc) throws IOException {
        assertThat(new OwnLoad(proc.resolve("none")).rssBytes()).isEmpty();
        var kernelThread = Files.writeString(proc.resolve("status"), "Name:\tkthreadd\n");
        assertThat(new OwnLoad(kernelThread).rssBytes()).isEmpty();
    }
}
