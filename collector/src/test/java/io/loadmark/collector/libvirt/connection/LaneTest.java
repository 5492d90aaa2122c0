package io.loadmark.collector.libvirt.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.collector.fixture.FakeClock;
import io.loadmark.collector.fixture.Hosts;
import io.loadmark.collector.fixture.ScriptedLibvirt;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneTest {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final FakeClock clock = new FakeClock(Hosts.NOW_MICROS);
    private final ScriptedLibvirt libvirt = new ScriptedLibvirt(clock);
    private final Abandoned abandoned = new Abandoned(2);
    private final Lane<String> lane = new Lane<>("test", libvirt::connect, DEADLINE, abandoned, clock);
    private final CountDownLatch hung = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        hung.countDown();
        lane.close();
    }

    private String hang(Connection connection) {
        try {
            hung.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "late";
    }

    private void giveUp() throws Exception {
        lane.start(this::hang);
        libvirt.awaitOpened(1);
        assertThat(lane.await(Duration.ZERO)).isEmpty();
        clock.advance(DEADLINE);
        assertThatThrownBy(() -> lane.await(Duration.ZERO)).hasMessageContaining("has not answered test for 5000 ms");
    }

    @Test
    void callsShareAConnection() throws IOException {
        lane.start(connection -> "one");
        assertThat(lane.isBusy()).isTrue();
        assertThat(lane.await(LONG)).contains("one");
        assertThat(lane.isBusy()).isFalse();
        lane.start(connection -> "two");
        assertThat(lane.await(LONG)).contains("two");
        assertThat(libvirt.opened()).isEqualTo(1);
    }

    @Test
    void aCallThatHangsIsGivenUpAtItsDeadlineAndTheNextHasAFreshConnection() throws Exception {
        giveUp();
        assertThat(abandoned.now()).isEqualTo(1);

        lane.start(connection -> "next");
        assertThat(lane.await(LONG)).contains("next");
        assertThat(libvirt.opened()).isEqualTo(2);

        hung.countDown();
        libvirt.awaitClosed(1);
        assertThat(abandoned.now()).isZero();
        assertThat(abandoned.total()).isEqualTo(1);
    }

    @Test
    void noMoreThanSoManyCallsAreLetHang() throws Exception {
        giveUp();
        giveUp();
        assertThatThrownBy(() -> lane.start(connection -> "third"))
                .isInstanceOf(LibvirtUnavailableException.class)
                .hasMessageContaining("2 calls to libvirt have not come back");

        hung.countDown();
        libvirt.awaitClosed(2);
        lane.start(connection -> "again");
        assertThat(lane.await(LONG)).contains("again");
    }

    @Test
    void aFailedCallIsToldAndTheNextHasAFreshConnection() throws IOException {
        lane.start(connection -> {
            throw new LibvirtUnavailableException("the socket is closed", null);
        });
        assertThatThrownBy(() -> lane.await(LONG)).hasMessage("the socket is closed");
        lane.start(connection -> "next");
        assertThat(lane.await(LONG)).contains("next");
        assertThat(libvirt.opened()).isEqualTo(2);
    }

    @Test
    void aConnectionThatCannotBeMadeIsTriedAgain() throws IOException {
        libvirt.refuse("no daemon");
        lane.start(connection -> "never");
        assertThatThrownBy(() -> lane.await(LONG)).hasMessage("no daemon");
        libvirt.refuse(null);
        lane.start(connection -> "now");
        assertThat(lane.await(LONG)).contains("now");
    }

    @Test
    void closingWhileACallHangsWaitsForNobody() throws Exception {
        lane.start(this::hang);
        libvirt.awaitOpened(1);
        lane.close();
        hung.countDown();
        libvirt.awaitClosed(1);
    }
}
