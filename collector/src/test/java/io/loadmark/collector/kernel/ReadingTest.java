package io.loadmark.collector.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.collector.fixture.Tree;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingTest {
    private final Path root;

    private final Reading reading = new Reading(new KernelFiles());
    private final KeyNumbers numbers = KeyNumbers.of("a", "b").optional("c");

    ReadingTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void aFileThatIsNotThereIsAbsentAndNotMissingUnlessItIsRequired() {
        assertThat(reading.number(root, "memory.max")).isNull();
        assertThat(reading.missing()).isEmpty();
        reading.requiredNumbers(root, "cpu.stat", numbers);
        assertThat(reading.missing()).containsExactly("cpu.stat");
    }

    @Test
    void maxIsNoLimitAndNothingIsMissing() {
        new Tree(root).write("pids.max", "max\n");
        assertThat(reading.number(root, "pids.max")).isNull();
        assertThat(reading.missing()).isEmpty();
    }

    @Test
    void aMalformedNumberIsAbsentAndItsFileMissingWhileTheOtherNumbersStay() {
        new Tree(root).write("stat", "a x\nb 2\naa 7\nc: \t3 kB\n");
        reading.numbers(root, "stat", numbers);
        assertThat(numbers.get("a")).isNull();
        assertThat(numbers.get("b")).isEqualTo(2);
        assertThat(numbers.get("c")).isEqualTo(3);
        assertThat(reading.missing()).containsExactly("stat");
    }

    @Test
    void anEndedFileIsMissingItsRequiredNumbersButNotItsOptionalOnes() {
        new Tree(root).write("stat", "a 1\n");
        reading.numbers(root, "stat", numbers);
        assertThat(reading.missing()).containsExactly("stat");
        new Tree(root).write("stat", "a 1\nb 2");
        reading.begin().numbers(root, "stat", numbers);
        assertThat(numbers.get("b")).isEqualTo(2);
        assertThat(reading.missing()).isEmpty();
    }

    @Test
    void aNumberBeyondALongIsMalformed() {
        new Tree(root).write("n", "9223372036854775807").write("m", "9223372036854775808");
        assertThat(reading.number(root, "n")).isEqualTo(Long.MAX_VALUE);
        assertThat(reading.number(root, "m")).isNull();
        assertThat(reading.missing()).containsExactly("m");
    }

    @Test
    void aFileLargerThanTheBoundIsMissing() {
        new Tree(root).write("huge", new byte[KernelFiles.MAX_BYTES + 1]);
        assertThat(reading.number(root, "huge")).isNull();
        assertThat(reading.missing()).containsExactly("huge");
    }

    @Test
    void anEndlessFileIsMissing() {
        assertThat(reading.number(Path.of("/dev"), "zero")).isNull();
        assertThat(reading.missing()).containsExactly("zero");
    }
}
