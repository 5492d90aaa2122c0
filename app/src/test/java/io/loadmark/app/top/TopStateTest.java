package io.loadmark.app.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.app.collect.Snapshot.Sort;
import io.loadmark.app.top.TopState.View;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopStateTest {
    private static final int ROWS = 25;

    private static TopState after(TopState state, @Nullable String cgroup, Key... keys) {
        var now = state;
        for (var key : keys) now = now.after(key, ROWS, cgroup);
        return now;
    }

    private static int selected(Key... keys) {
        return after(TopState.start(), null, keys).selected();
    }

    @Test
    void theCursorStaysOnTheRows() {
        assertThat(selected(Key.UP)).isZero();
        assertThat(selected(Key.DOWN, Key.DOWN, Key.UP)).isEqualTo(1);
        assertThat(selected(Key.PAGE_DOWN, Key.PAGE_DOWN, Key.PAGE_DOWN)).isEqualTo(ROWS - 1);
        assertThat(selected(Key.PAGE_DOWN, Key.PAGE_UP, Key.PAGE_UP)).isZero();
    }

    @Test
    void enterGoesIntoTheCgroupAndBackOutOfIt() {
        var inside = after(TopState.start(), "/a", Key.DOWN, Key.ENTER);
        assertThat(inside).isEqualTo(new TopState(View.PROCESSES, Sort.CPU, 0, false, "/a", View.CGROUPS));
        assertThat(after(inside, "/a/b", Key.ENTER)).isEqualTo(inside);
        assertThat(after(inside, null, Key.NEXT_VIEW).view()).isEqualTo(View.DOMAINS);
        assertThat(after(inside, null, Key.NEXT_VIEW).cgroup()).isEqualTo("/a");
        assertThat(after(inside, null, Key.BACK)).isEqualTo(TopState.start());
        assertThat(after(TopState.start(), null, Key.ENTER, Key.BACK)).isEqualTo(TopState.start());
    }

    @Test
    void backReturnsToTheDomainsToo() {
        var domains = after(TopState.start(), null, Key.NEXT_VIEW, Key.NEXT_VIEW, Key.NEXT_VIEW);
        assertThat(domains.view()).isEqualTo(View.DOMAINS);
        assertThat(after(after(domains, "/machine", Key.ENTER), null, Key.BACK).view())
                .isEqualTo(View.DOMAINS);
    }

    @Test
    void sortingGoesToTheTopAndAPauseLastsUntilTheNextOne() {
        assertThat(after(TopState.start(), null, Key.DOWN, Key.BY_MEMORY))
                .isEqualTo(new TopState(View.CGROUPS, Sort.MEMORY, 0, false, null, View.CGROUPS));
        assertThat(after(TopState.start(), null, Key.PAUSE, Key.OTHER).paused()).isTrue();
        assertThat(after(TopState.start(), null, Key.PAUSE, Key.PAUSE).paused()).isFalse();
    }
}
