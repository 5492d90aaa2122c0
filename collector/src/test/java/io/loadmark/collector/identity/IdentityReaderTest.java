package io.loadmark.collector.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.collector.fixture.Tree;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityReaderTest {
    private static final String MACHINE_ID = "0123456789abcdef0123456789abcdef";
    private static final String UUID = "4C4C4544-0044-3510-8052-B4C04F564231";

    private final Tree tree;

    IdentityReaderTest(@TempDir Path root) {
        tree = new Tree(root)
                .write("proc/stat", "btime 1418183276\n")
                .write("proc/sys/kernel/hostname", "node-1\n")
                .write("proc/sys/kernel/random/boot_id", "b-1\n")
                .write("sys/class/dmi/id/product_uuid", UUID + "\n")
                .write("etc/machine-id", MACHINE_ID + "\n");
    }

    private HostIdentity read(String configured) {
        return new IdentityReader(tree.proc(), tree.sys(), tree.root().resolve("etc")).read("acme", configured);
    }

    @Test
    void theConfiguredIdComesFirstThenMachineIdThenProductUuidThenHostName() {
        assertThat(read("mine").hostId()).isEqualTo("mine");
        assertThat(read("").hostId()).isEqualTo(MACHINE_ID);
        tree.write("etc/machine-id", "uninitialized\n");
        assertThat(read("").hostId()).isEqualTo("4c4c4544-0044-3510-8052-b4c04f564231");
        tree.write("sys/class/dmi/id/product_uuid", "Not Settable\n");
        assertThat(read("").hostId()).isEqualTo("node-1");
        assertThat(read("").productUuid()).isNull();
    }

    @Test
    void theBootIsNamedByTheKernelElseByItsTime() {
        assertThat(read("")).extracting(HostIdentity::bootId).isEqualTo("b-1");
        assertThat(read("").bootMicros()).isEqualTo(1_418_183_276_000_000L);
        tree.remove("proc/sys/kernel/random");
        assertThat(read("").bootId()).isEqualTo("btime-1418183276000000");
    }
}
