package io.loadmark.collector.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.collector.fixture.FakeClock;
import io.loadmark.collector.fixture.Hosts;
import io.loadmark.collector.fixture.RecordingSink;
import io.loadmark.collector.fixture.Tree;
import io.loadmark.collector.process.ProcessConfig.Filter;
import io.loadmark.collector.sampling.Source;
import io.loadmark.runtime.config.ConfigException;
import io.loadmark.schema.EntityState;
import io.loadmark.schema.InventoryRecord;
import io.loadmark.schema.ProcessInventory;
import io.loadmark.schema.ProcessSample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessSourceTest {
    private static final String DIRECTORY = "proc/26231";
    /** Its start: 823.75 s after boot. */
    private static final long START_MICROS = Hosts.BOOT_MICROS + 823_750_000;

    private final Tree tree;
    private final RecordingSink sink = new RecordingSink();
    private final FakeClock clock = new FakeClock(Hosts.NOW_MICROS);

    ProcessSourceTest(@TempDir Path root) {
        tree = new Tree(root).with("procfs.txt");
    }

    private ProcessSource source(Filter filter) {
        return source(filter, tree.proc());
    }

    private ProcessSource source(Filter filter, Path proc) {
        return source(new ProcessConfig(true, filter, List.of(), "", "", "", 100_000), proc);
    }

    private ProcessSource source(ProcessConfig config, Path proc) {
        var users = Users.read(tree.root().resolve("etc/passwd"));
        return new ProcessSource(config, path -> path.startsWith("/shop"), users, proc, Hosts.HOST, clock);
    }

    private ProcessSample only() {
        assertThat(sink.all(ProcessSample.class)).hasSize(1);
        return sink.all(ProcessSample.class).get(0);
    }

    @Test
    void aProcessIsReadWhole() throws IOException {
        tree.write(DIRECTORY + "/task/26232/schedstat", "1 6320000 1\n").write(DIRECTORY + "/cgroup", "0::/shop/a\n");
        tree.write(DIRECTORY + "/fd/0", "").write(DIRECTORY + "/fd/1", "");
        source(Filter.ALL).read(sink);
        var sample = only();
        assertThat(sample.getPid()).isEqualTo(26231);
        assertThat(sample.getStartMicros()).isEqualTo(START_MICROS);
        assertThat(sample.getCommand()).isEqualTo("vim");
        assertThat(sample.getState()).isEqualTo("R");
        assertThat(sample.getUid()).isEqualTo(1000);
        assertThat(sample.getCgroupPath()).isEqualTo("/shop/a");
        assertThat(sample.getUserMicros()).isEqualTo(16_770_000);
        assertThat(sample.getSystemMicros()).isEqualTo(440_000);
        assertThat(sample.getRunDelayMicros()).isEqualTo(93_680 + 6_320);
        assertThat(sample.getThreads()).isEqualTo(1);
        assertThat(sample.getRssBytes()).isEqualTo(6716 << 10);
        assertThat(sample.getSwapBytes()).isEqualTo(660 << 10);
        assertThat(sample.getMajorFaults()).isEqualTo(26);
        assertThat(sample.getVoluntarySwitches()).isEqualTo(4742839);
        assertThat(sample.getInvoluntarySwitches()).isEqualTo(1727500);
        assertThat(sample.getOpenFiles()).isEqualTo(2);
        assertThat(sample.getOpenFilesLimit()).isEqualTo(2048);
        assertThat(sample.getReadBytes()).isEqualTo(1024);
        assertThat(sample.getWrittenBytes()).isEqualTo(2048);
        assertThat(sample.getServiceName()).isNull();
        assertThat(sample.getMissing()).isEmpty();
    }

    @Test
    void onlyServicesAreSampledByDefaultAndTheRestOfTheirEnvironmentStaysUnknown() throws IOException {
        var source = source(Filter.SERVICES);
        assertThat(source.read(sink)).isEqualTo(new Source.Round(0, 0, 0));
        tree.write(DIRECTORY + "/environ", "PASSWORD=hunter2\0OTEL_SERVICE_NAME=checkout\0");
        source(Filter.SERVICES).read(sink);
        assertThat(only().getServiceName()).isEqualTo("checkout");
        assertThat(only().toString()).doesNotContain("hunter2");
        assertThat(sink.all(InventoryRecord.class).get(0).getProcess())
                .isEqualTo(new ProcessInventory(26231L, 1L, START_MICROS, "vim", null, null, "checkout", null));
    }

    @Test
    void aProcessThatBecomesAServiceByExecIsNoticed() throws IOException {
        var source = source(Filter.SERVICES);
        source.read(sink);
        tree.write(DIRECTORY + "/environ", "OTEL_SERVICE_NAME=checkout\0");
        source.read(sink);
        assertThat(sink.all(ProcessSample.class)).isEmpty();
        tree.write(DIRECTORY + "/stat", stat("java", 0, 82375));
        source.read(sink);
        assertThat(only().getServiceName()).isEqualTo("checkout");
        assertThat(sink.all(InventoryRecord.class).get(0).getValidFromMicros()).isEqualTo(START_MICROS);
    }

    @Test
    void amongManyProcessesOneThatWasLeftOutIsLookedAtAgainWithinTenRounds() throws IOException {
        for (int pid = 1; pid <= 200; pid++) tree.write("proc/" + pid + "/stat", stat("sh", 0, 82375));
        var source = source(Filter.SERVICES);
        source.read(sink);
        tree.write(DIRECTORY + "/environ", "OTEL_SERVICE_NAME=checkout\0");
        tree.write(DIRECTORY + "/stat", stat("java", 0, 82375));
        for (int round = 0; round < 10; round++) source.read(sink);
        assertThat(sink.all(ProcessSample.class)).isNotEmpty();
        source.read(sink.clear());
        assertThat(only().getServiceName()).isEqualTo("checkout");
    }

    @Test
    void aProcessOfASelectedGroupIsSampledAsSoonAsItIsThere() throws IOException {
        tree.write(DIRECTORY + "/cgroup", "0::/other\n");
        var source = source(Filter.CGROUPS);
        source.read(sink);
        assertThat(sink.all(ProcessSample.class)).isEmpty();
        tree.write(DIRECTORY + "/cgroup", "0::/shop/b\n");
        source.read(sink);
        assertThat(only().getCgroupPath()).isEqualTo("/shop/b");
    }

    @Test
    void aMoveToAnotherGroupIsANewFactOfTheInventory() throws IOException {
        tree.write(DIRECTORY + "/cgroup", "0::/shop/a\n");
        var source = source(Filter.ALL);
        source.read(sink);
        tree.write(DIRECTORY + "/cgroup", "0::/shop/b\n");
        source.read(sink.clear());
        assertThat(sink.all(InventoryRecord.class)).singleElement().satisfies(moved -> {
            assertThat(moved.getValidFromMicros()).isEqualTo(Hosts.NOW_MICROS);
            assertThat(moved.getProcess().getCgroupPath()).isEqualTo("/shop/b");
        });
    }

    @Test
    void aReusedPidIsAnotherProcess() throws IOException {
        var source = source(Filter.ALL);
        source.read(sink);
        tree.write(DIRECTORY + "/stat", stat("vim", 0, 90000));
        source.read(sink.clear());
        assertThat(sink.all(InventoryRecord.class))
                .extracting(InventoryRecord::getState)
                .containsExactlyInAnyOrder(EntityState.PRESENT, EntityState.GONE);
        assertThat(only().getStartMicros()).isEqualTo(Hosts.BOOT_MICROS + 900_000_000);
    }

    @Test
    void kernelThreadsAreNeverSampled() throws IOException {
        tree.write(DIRECTORY + "/stat", stat("kworker/0:1", 0x0020_0000 | 0x40, 82375));
        source(Filter.ALL).read(sink);
        assertThat(sink.all(ProcessSample.class)).isEmpty();
    }

    @Test
    void aCommandWithParenthesesAndNewlinesHidesNothing() throws IOException {
        tree.write(DIRECTORY + "/stat", stat("a) Z 1\n(b", 0, 82375));
        source(Filter.ALL).read(sink);
        assertThat(only().getCommand()).isEqualTo("a) Z 1\n(b");
        assertThat(only().getState()).isEqualTo("S");
    }

    @Test
    void aZombieHasNoMemoryAndThatIsNormal() throws IOException {
        tree.write(DIRECTORY + "/status", "Name:\tx\nState:\tZ (zombie)\nUid:\t1\t2\t3\t4\nNSpid:\t9\t3\n");
        source(Filter.ALL).read(sink);
        assertThat(only().getRssBytes()).isNull();
        assertThat(only().getUid()).isEqualTo(2);
        assertThat(only().getMissing()).isEmpty();
        assertThat(sink.all(InventoryRecord.class).get(0).getProcess().getNamespacePid())
                .isEqualTo(3);
    }

    @Test
    void aMalformedStatFileIsMissingAndItsProcessIsNotGone() throws IOException {
        var source = source(Filter.ALL);
        source.read(sink);
        tree.write(DIRECTORY + "/stat", "26231 (vim");
        assertThat(source.read(sink.clear())).isEqualTo(new Source.Round(0, 1, 0));
        assertThat(sink.all(InventoryRecord.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1000,  '',    '',      '',      true",
        "vim,   '',    '',      '',      true",
        "1001,  '',    '',      '',      false",
        "'',    ^vi,   '',      '',      true",
        "'',    ^i,    '',      '',      false",
        "'',    '',    shop/.,  '',      true",
        "'',    '',    ^shop,   '',      false",
        "'',    '',    '',      check,   true",
        "'',    '',    '',      cart,    false",
        "1000,  vim,   shop,    out$,    true",
        "1000,  vim,   shop,    ^out,    false"
    })
    void aProcessIsTakenWhenItMeetsEveryCondition(
            String user, String command, String cgroup, String service, boolean taken) throws IOException {
        tree.write(DIRECTORY + "/cgroup", "0::/shop/a\n")
                .write(DIRECTORY + "/environ", "OTEL_SERVICE_NAME=checkout\0")
                .write("etc/passwd", "root:x:0:0::/:/bin/sh\nnonsense\nvim:x:1000:1000::/:/bin/sh\n");
        var users = user.isEmpty() ? List.<String>of() : List.of("0", user);
        var config = new ProcessConfig(true, Filter.SERVICES, users, command, cgroup, service, 10);
        source(config, tree.proc()).read(sink);
        assertThat(sink.all(ProcessSample.class)).hasSize(taken ? 1 : 0);
    }

    @Test
    void aUserWhomNobodyKnowsIsRefusedWithTheKey() {
        var config = new ProcessConfig(true, Filter.ALL, List.of("nobody-knows"), "", "", "", 10);
        assertThatThrownBy(() -> source(config, tree.proc()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("collector.process.users: no user nobody-knows in /etc/passwd; give the id");
    }

    @Test
    void processesBeyondTheLimitAreCounted() throws IOException {
        tree.write("proc/7/stat", stat("b", 0, 1)).write("proc/7/status", "Uid:\t0\t0\n");
        var source = source(new ProcessConfig(true, Filter.ALL, List.of(), "", "", "", 1), tree.proc());
        assertThat(source.read(sink)).isEqualTo(new Source.Round(1, 0, 1));
    }

    @Test
    void thisMachineIsReadWithNothingMissing() throws IOException {
        source(Filter.ALL, Path.of("/proc")).read(sink);
        long self = ProcessHandle.current().pid();
        assertThat(sink.all(ProcessSample.class))
                .flatExtracting(ProcessSample::getMissing)
                .isEmpty();
        assertThat(sink.all(ProcessSample.class))
                .filteredOn(sample -> sample.getPid() == self)
                .singleElement()
                .satisfies(sample -> assertThat(sample.getOpenFiles()).isPositive())
                .satisfies(sample -> assertThat(sample.getThreads()).isGreaterThan(1));
    }

    private static String stat(String command, long flags, long startTicks) {
        return "26231 (" + command + ") S 1 1 1 0 -1 " + flags + " 0 0 26 0 1 1 0 0 20 0 1 0 " + startTicks + " 0 0\n";
    }
}
