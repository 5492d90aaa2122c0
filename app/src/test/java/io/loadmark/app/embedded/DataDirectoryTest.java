package io.loadmark.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.app.embedded.EmbeddedException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    private final Path temporary;

    DataDirectoryTest(@TempDir Path temporary) {
        this.temporary = temporary;
    }

    @Test
    void everyPartIsThereAndClosedToOthers() throws IOException {
        try (var data = DataDirectory.open(temporary.resolve("a/b"))) {
            for (Path part : new Path[] {data.root(), data.kafka(), data.clickHouse(), data.streams(), data.logs()}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(part)))
                        .as("%s", part)
                        .isEqualTo("rwx------");
            }
        }
    }

    @Test
    void aSecondHolderInThisProcessIsRefusedAndDoesNotFreeTheLock() throws Exception {
        try (var held = DataDirectory.open(temporary)) {
            assertInUse(held.root());
            try (var other = OtherJvm.start(HoldDirectory.class, temporary.toString())) {
                assertThat(other.line()).contains("in use by another loadmark (process " + pid() + ")");
            }
        }
    }

    @Test
    void theHolderInAnotherProcessIsNamedAndItsKillFreesTheDirectory() throws Exception {
        try (var other = OtherJvm.start(HoldDirectory.class, temporary.toString())) {
            assertThat(other.line()).isEqualTo("held");
            assertThatThrownBy(() -> DataDirectory.open(temporary))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("(process " + other.pid() + ")")
                    .hasMessageContaining(temporary.toRealPath().toString());
            other.kill();
        }
        try (var data = DataDirectory.open(temporary)) {
            assertThat(data.run()).as("what the killed process had announced").isEmptyDirectory();
        }
    }

    @Test
    void closedItCanBeOpenedAgain() {
        DataDirectory.open(temporary).close();
        DataDirectory.open(temporary).close();
    }

    @Test
    void aFileInItsPlaceIsToldInOneLine() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");
        assertThatThrownBy(() -> DataDirectory.open(file))
                .hasMessageContaining(file.toString())
                .extracting(e -> ((EmbeddedException) e).reason())
                .isEqualTo(Reason.DATA_UNUSABLE);
    }

    @Test
    void theStandardPlaceFollowsTheXdgSpecification() {
        assertThat(DataDirectory.standard(Map.of("XDG_STATE_HOME", "/s", "HOME", "/h")))
                .isEqualTo(Path.of("/s/loadmark"));
        assertThat(DataDirectory.standard(Map.of("XDG_STATE_HOME", "relative", "HOME", "/h")))
                .isEqualTo(Path.of("/h/.local/state/loadmark"));
    }

    private static void assertInUse(Path root) {
        assertThatThrownBy(() -> DataDirectory.open(root))
                .asInstanceOf(InstanceOfAssertFactories.type(EmbeddedException.class))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.DATA_IN_USE))
                .satisfies(e -> assertThat(e.getMessage()).contains(root.toString()));
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    /** Holds a directory until its input ends. */
    static final class HoldDirectory {
        public static void main(String[] args) throws IOException {
            try (var data = DataDirectory.open(Path.of(args[0]))) {
                data.announce("kafka", "127.0.0.1:1");
                System.out.println("held");
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (EmbeddedException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
