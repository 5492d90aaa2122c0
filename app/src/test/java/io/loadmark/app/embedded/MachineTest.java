package io.loadmark.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    private final Path root;

    MachineTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void theCpuFlagsThatAreMissingAreNamed() throws IOException {
        glibc();
        cpu("fpu sse4_2 avx movbe abm bmi1");
        assertThat(new Machine("Linux", "amd64", root).unfit())
                .hasValueSatisfying(why -> assertThat(why).contains("missing here: avx2, bmi2, f16c, fma;"));
    }

    @Test
    void aMachineWithEverythingIsFit() throws IOException {
        glibc();
        cpu("fpu avx avx2 bmi1 bmi2 f16c fma abm movbe");
        assertThat(new Machine("Linux", "amd64", root).unfit()).isEmpty();
    }

    @Test
    void anotherCLibraryIsTold() {
        assertThat(new Machine("Linux", "amd64", root).unfit())
                .hasValueSatisfying(why -> assertThat(why).contains("glibc"));
    }

    private void glibc() throws IOException {
        Files.createDirectories(root.resolve("lib64"));
        Files.writeString(root.resolve("lib64/ld-linux-x86-64.so.2"), "");
    }

    private void cpu(String flags) throws IOException {
        Files.createDirectories(root.resolve("proc"));
        Files.writeString(root.resolve("proc/cpuinfo"), "processor\t: 0\nflags\t\t: " + flags + "\n\n");
    }
}
