package io.loadmark.collector.spool;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {
    private static final long LIMIT = 1 << 20;
    /** Less than a segment holds at that limit. */
    private static final int FEW = 200;

    private final Path directory;
    private final Recorded losses = new Recorded();

    SpoolTest(@TempDir Path directory) {
        this.directory = directory.resolve("spool");
    }

    /** What is told of losses. */
    private static final class Recorded implements Losses {
        private long dropped;
        private long damaged;

        @Override
        public void oldestDropped(long records) {
            dropped += records;
        }

        @Override
        public void damaged(String segment, long records) {
            damaged += records;
        }
    }

    private Spool open() throws IOException {
        return Spool.open(directory, LIMIT, losses);
    }

    /** Of different lengths, and each different from all others. */
    private static byte[] payload(int number) {
        return (number + ":" + "x".repeat(number % 97)).getBytes(US_ASCII);
    }

    private static int number(byte[] payload) {
        var text = new String(payload, US_ASCII);
        int number = Integer.parseInt(text.substring(0, text.indexOf(':')));
        assertThat(payload).isEqualTo(payload(number));
        return number;
    }

    private static void append(Spool spool, int from, int to) throws IOException {
        for (int i = from; i < to; i++) spool.append(payload(i));
    }

    private static List<Integer> readAll(Spool spool) {
        var numbers = new ArrayList<Integer>();
        for (var next = spool.next(); next != null; next = spool.next()) numbers.add(number(next.payload()));
        return numbers;
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private List<Path> segments() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".segment"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void recordsComeInTheOrderInWhichTheyWent() throws IOException {
        try (var spool = open()) {
            append(spool, 0, 3000);
            assertThat(segments()).hasSizeGreaterThan(1);
            assertThat(spool.unread()).isEqualTo(3000);
            assertThat(readAll(spool)).isEqualTo(numbers(0, 3000));
            assertThat(spool.isDrained()).isTrue();
        }
    }

    @Test
    void whatIsAppendedWhileReadingIsReadToo() throws IOException {
        try (var spool = open()) {
            var read = new ArrayList<Integer>();
            for (int i = 0; i < 3000; i++) {
                append(spool, i, i + 1);
                if (i % 3 == 0) continue;
                var next = spool.next();
                if (next != null) read.add(number(next.payload()));
            }
            read.addAll(readAll(spool));
            assertThat(read).isEqualTo(numbers(0, 3000));
        }
    }

    @Test
    void afterARestartWhatWasNotAcknowledgedComesAgainAndNothingElse() throws IOException {
        try (var spool = open()) {
            append(spool, 0, 3000);
            for (int i = 0; i < 1234; i++) {
                var next = spool.next();
                if (next != null && i % 7 == 0) spool.acknowledge(next.end());
            }
        }
        // The last one that was acknowledged is 1232 = 7 · 176.
        try (var spool = open()) {
            assertThat(spool.unread()).isEqualTo(3000 - 1233);
            append(spool, 3000, 3100);
            assertThat(readAll(spool)).isEqualTo(numbers(1233, 3100));
            spool.acknowledgeRead();
            assertThat(spool.bytes()).isZero();
            assertThat(segments()).isEmpty();
        }
        try (var spool = open()) {
            append(spool, 3100, 3101);
            assertThat(readAll(spool)).isEqualTo(List.of(3100));
        }
    }

    @Test
    void whenItIsFullTheOldestGoAndAreCounted() throws IOException {
        try (var spool = open()) {
            append(spool, 0, 30_000);
            assertThat(spool.bytes()).isLessThanOrEqualTo(LIMIT);
            var left = readAll(spool);
            assertThat(left).isEqualTo(numbers(left.get(0), 30_000));
            assertThat(losses.dropped).isEqualTo(30_000 - left.size());
        }
        try (var files = Files.list(directory)) {
            assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThan(LIMIT + 4096);
        }
    }

    @Test
    void whatWasReadIsNotCountedAsDropped() throws IOException {
        try (var spool = open()) {
            append(spool, 0, 1000);
            readAll(spool);
            append(spool, 1000, 30_000);
            var left = readAll(spool);
            assertThat(losses.dropped).isEqualTo(29_000 - left.size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 8, 9, 12, 20}) // of the last record's 21 bytes
    void aTornLastRecordIsLeftOutAndTheNextProcessGoesOn(int cut) throws IOException {
        try (var spool = open()) {
            append(spool, 0, FEW);
        }
        unseal(cut);
        try (var spool = open()) {
            assertThat(spool.unread()).isEqualTo(FEW - 1);
            append(spool, FEW, 2 * FEW);
            var expected = new ArrayList<>(numbers(0, FEW - 1));
            expected.addAll(numbers(FEW, 2 * FEW));
            assertThat(readAll(spool)).isEqualTo(expected);
        }
    }

    /** Makes the only segment look as if its process had been killed within the last write. */
    private void unseal(int cut) throws IOException {
        var segment = segments().get(0);
        byte[] bytes = Files.readAllBytes(segment);
        var name = segment.getFileName().toString().replaceAll("-\\d+\\.segment$", ".segment");
        Files.delete(segment);
        Files.write(directory.resolve(name), Arrays.copyOf(bytes, bytes.length - cut));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void damagedRecordsAreLeftOutCountedAndTheOthersCome(long seed) throws IOException {
        try (var spool = open()) {
            append(spool, 0, FEW);
        }
        var random = new Random(seed);
        var segment = segments().get(0);
        byte[] bytes = Files.readAllBytes(segment);
        int damages = 1 + random.nextInt(5);
        for (int i = 0; i < damages; i++) bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
        Files.write(segment, bytes);
        try (var spool = open()) {
            var read = readAll(spool);
            assertThat(read).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
            assertThat(read.size()).isBetween(FEW - damages, FEW - 1);
            assertThat(losses.damaged).isEqualTo(FEW - read.size());
            spool.acknowledgeRead();
            assertThat(segments()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noiseInPlaceOfSegmentsAndCursorGivesNothingAndHoldsUpNothing(long seed) throws IOException {
        try (var spool = open()) {
            append(spool, 0, 3000);
        }
        var random = new Random(seed);
        for (var file : segments()) {
            var noise = new byte[random.nextInt(100_000)];
            random.nextBytes(noise);
            Files.write(file, noise);
        }
        var noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        Files.write(directory.resolve("cursor"), noise);
        Files.writeString(directory.resolve("0000000000000099-zz.segment"), "no segment");
        try (var spool = open()) {
            assertThat(readAll(spool)).isEmpty();
            append(spool, 3000, 3010);
            assertThat(readAll(spool)).isEqualTo(numbers(3000, 3010));
        }
    }

    @Test
    void aRecordInsideARecordIsNotTakenForOneWhenWhatIsAroundItIsDamaged() throws IOException {
        try (var spool = open()) {
            spool.append(payload(1));
            // A payload that holds a whole frame, as an attacker may name a cgroup.
            byte[] inner = payload(666);
            var frame = ByteBuffer.allocate(2 * inner.length + 64);
            frame.put(new byte[10]).putInt(0x4C4D_5231).putInt(inner.length);
            var crc = new CRC32C();
            crc.update(inner);
            frame.putInt((int) crc.getValue()).put(inner);
            spool.append(frame.array());
            spool.append(payload(2));
        }
        var segment = segments().get(0);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[Frame.size(payload(1).length) + 5] ^= 1; // the length of the second
        Files.write(segment, bytes);
        try (var spool = open()) {
            assertThat(readAll(spool)).isEqualTo(List.of(1, 2));
        }
    }

    @Test
    void aSegmentThatIsGoneIsLostAndTheNextOnesCome() throws IOException {
        try (var spool = open()) {
            append(spool, 0, 3000);
            Files.delete(segments().get(0));
            var read = readAll(spool);
            assertThat(read).isEqualTo(numbers(read.get(0), 3000));
            assertThat(losses.damaged).isEqualTo(read.get(0).longValue());
        }
    }

    @Test
    void aFullDiskRefusesNewRecordsKeepsTheSpooledOnesAndEndsWhenThereIsRoom() throws Exception {
        Files.createDirectories(directory);
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=128k", "none", directory.toString()), "needs root");
        try {
            try (var spool = open()) {
                int taken = fill(spool);
                assertThat(taken).isPositive();
                int some = taken * 3 / 4; // the first of two segments, and some of the second
                assertThat(readSome(spool, some)).isEqualTo(numbers(0, some));
                append(spool, taken, taken + 10);
                assertThat(readAll(spool)).isEqualTo(numbers(some, taken + 10));
                spool.acknowledgeRead();
                append(spool, 0, 10);
            }
            try (var spool = open()) {
                assertThat(readAll(spool)).isEqualTo(numbers(0, 10));
            }
            assertThat(losses.dropped + losses.damaged).isZero();
        } finally {
            assertThat(run("umount", directory.toString())).isTrue();
        }
    }

    private static int fill(Spool spool) {
        int taken = 0;
        try {
            while (true) {
                spool.append(payload(taken));
                taken++;
            }
        } catch (IOException full) {
            return taken;
        }
    }

    /** Reads and acknowledges, which makes room. */
    private static List<Integer> readSome(Spool spool, int count) throws IOException {
        var read = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            var next = spool.next();
            if (next == null) break;
            read.add(number(next.payload()));
            spool.acknowledge(next.end());
        }
        return read;
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    @Test
    void aSecondProcessIsRefused() throws IOException {
        try (var spool = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("another process uses it");
            append(spool, 0, 1);
        }
        try (var again = open()) {
            assertThat(readAll(again)).isEqualTo(List.of(0));
        }
    }

    @Test
    void afterAKillEveryRecordWhoseAppendHadReturnedIsThere() throws Exception {
        for (int round = 0; round < 3; round++) {
            int told = killedAfter(2000 * (round + 1));
            try (var spool = open()) {
                var read = readAll(spool);
                assertThat(read).isEqualTo(numbers(0, read.size()));
                assertThat(read.size()).isBetween(told, told + 1);
                spool.acknowledgeRead();
            }
        }
    }

    /** Lets another process append until it is killed; how many records it has told to be appended. */
    private int killedAfter(int count) throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Appender.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int told = 0;
        try (var out = process.inputReader(UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                told++;
                if (told == count)
                    assertThat(run("kill", "-9", Long.toString(process.pid()))).isTrue();
            }
        }
        process.waitFor();
        assertThat(told).isGreaterThanOrEqualTo(count);
        return told;
    }

    /** Appends for ever and tells of each record when it has been. */
    static final class Appender {
        private Appender() {}

        public static void main(String[] args) throws IOException {
            var out = new FileOutputStream(FileDescriptor.out);
            try (var spool = Spool.open(Path.of(args[0]), 64 << 20, new Recorded())) {
                for (int i = 0; ; i++) {
                    spool.append(payload(i));
                    out.write((i + "\n").getBytes(US_ASCII));
                }
            }
        }
    }
}
