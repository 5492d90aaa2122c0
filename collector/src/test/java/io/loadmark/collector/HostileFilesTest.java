package io.loadmark.collector;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.loadmark.collector.cgroup.CgroupConfig;
import io.loadmark.collector.cgroup.CgroupSource;
import io.loadmark.collector.fixture.FakeClock;
import io.loadmark.collector.fixture.Hosts;
import io.loadmark.collector.fixture.RecordingSink;
import io.loadmark.collector.fixture.Tree;
import io.loadmark.collector.host.HostSource;
import io.loadmark.collector.process.ProcessConfig;
import io.loadmark.collector.process.ProcessSource;
import io.loadmark.collector.process.Users;
import io.loadmark.collector.sampling.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every file of a tree is damaged in turn; no source may throw. The seed is the parameter, so a failure prints it. */
class HostileFilesTest {
    private static final int DAMAGES = 150;

    private final Tree tree;
    private final FakeClock clock = new FakeClock(Hosts.NOW_MICROS);

    HostileFilesTest(@TempDir Path root) {
        tree = new Tree(root);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void truncatedBinaryAndHugeFilesAreNeverAnException(long seed) throws IOException {
        var random = new Random(seed);
        tree.with("procfs.txt").with("sys.txt").with(seed % 2 == 0 ? "cgroup-v1.txt" : "cgroup-v2.txt");
        tree.write("sys/fs/cgroup/machine/qemu-1-vm1.libvirt-qemu/cgroup.threads", "")
                .write(
                        "proc/1/root/run/systemd/machines/qemu-1-vm1",
                        "SERVICE=libvirt-qemu\nID=" + "1f".repeat(16) + "\n")
                .write("proc/1/root/run/libvirt/qemu/vm1.xml", "<domain><name>vm1</name><uuid>1</uuid></domain>");
        var files = files();
        var sources = sources();
        for (int i = 0; i < DAMAGES; i++) {
            var file = files.get(random.nextInt(files.size()));
            var sound = Files.readAllBytes(file);
            Files.write(file, damaged(sound, random));
            for (var source : sources) {
                assertThatCode(() -> source.read(new RecordingSink()))
                        .as("seed %d, damage %d: %s of %s", seed, i, file, source.name())
                        .doesNotThrowAnyException();
            }
            if (random.nextBoolean()) Files.write(file, sound);
        }
    }

    private List<Path> files() throws IOException {
        try (var all = Files.walk(tree.root())) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private List<Source> sources() {
        return List.of(
                new HostSource(tree.proc(), tree.sys(), Hosts.HOST, clock),
                new CgroupSource(
                        new CgroupConfig(true, ".*", "", 100, Duration.ofSeconds(10), 100),
                        tree.proc(),
                        tree.sys(),
                        Hosts.HOST,
                        clock),
                new ProcessSource(
                        new ProcessConfig(true, ProcessConfig.Filter.ALL, List.of(), "", "", "", 100),
                        path -> true,
                        Users.read(tree.root().resolve("etc/passwd")),
                        tree.proc(),
                        Hosts.HOST,
                        clock));
    }

    private static byte[] damaged(byte[] sound, Random random) {
        switch (random.nextInt(5)) {
            case 0:
                return Arrays.copyOf(sound, random.nextInt(sound.length + 1));
            case 1:
                var noise = new byte[random.nextInt(5000)];
                random.nextBytes(noise);
                return noise;
            case 2:
                return "9".repeat(random.nextInt(100_000)).getBytes(US_ASCII);
            case 3:
                return new byte[(4 << 20) + random.nextInt(2)];
            default:
                var flipped = sound.clone();
                for (int i = 0; i < 10 && flipped.length > 0; i++) {
                    flipped[random.nextInt(flipped.length)] = (byte) random.nextInt(256);
                }
                return flipped;
        }
    }
}
