package io.loadmark.model.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupTreeTest {
    private static ControlGroup parent(String path, @Nullable Double weight) {
        return new ControlGroup(path, weight, null, false);
    }

    private static ControlGroup workload(String path, @Nullable Double weight, @Nullable Double most) {
        return new ControlGroup(path, weight, most, true);
    }

    @Test
    void eachLevelIsDividedByWeightAmongThoseThatHoldAWorkload() {
        var tree = new GroupTree(
                8,
                List.of(
                        parent("/", null),
                        parent("/system.slice", 100.),
                        workload("/system.slice/web.service", 100., null),
                        workload("/system.slice/db.service", 300., null),
                        parent("/system.slice/cron.service", 10_000.),
                        parent("/docker", 300.),
                        workload("/docker/a", 100., null),
                        parent("/user.slice", 100.)));
        assertThat(tree.of("/system.slice/web.service").cores()).isEqualTo(0.5);
        assertThat(tree.of("/system.slice/db.service").cores()).isEqualTo(1.5);
        assertThat(tree.of("/docker/a").cores()).isEqualTo(6);
        assertThat(tree.workloads()).isEqualTo(3);
    }

    @Test
    void whoIsAtItsQuotaLeavesTheRest() {
        var tree = new GroupTree(
                8,
                List.of(
                        parent("/pods", 100.),
                        workload("/pods/a", 100., 1.),
                        workload("/pods/b", 100., 1.5),
                        workload("/other", 100., null)));
        assertThat(tree.of("/pods/a").cores()).isEqualTo(1);
        assertThat(tree.of("/pods/b").cores()).isEqualTo(1.5);
        assertThat(tree.of("/other").cores())
                .as("the pods can use 2.5 of their 4")
                .isEqualTo(5.5);
        assertThat(tree.of("/pods").cores()).isEqualTo(2.5);
    }

    @Test
    void aParentsQuotaBindsItsChildren() {
        var tree = new GroupTree(
                8,
                List.of(
                        new ControlGroup("/pods", 100., 2., false),
                        workload("/pods/a", 100., null),
                        workload("/pods/b", 300., null)));
        assertThat(tree.of("/pods/a").cores()).isEqualTo(0.5);
    }

    @Test
    void withoutAWeightThatMattersNothingIsSaid() {
        var tree = new GroupTree(
                8,
                List.of(
                        workload("/alone/deep/a", null, null),
                        workload("/slice/b", null, null),
                        workload("/slice/c", 100., null),
                        parent("/alone", 100.),
                        parent("/slice", 100.)));
        assertThat(tree.of("/alone/deep/a").cores()).as("alone in its slice").isEqualTo(4);
        assertThat(tree.of("/slice/c").cores()).isNull();
        assertThat(tree.of("/slice/c").unweighted()).containsExactly("/slice/b");
    }

    @Test
    void onlyWhatHoldsAWorkloadCanBeAsked() {
        var tree = new GroupTree(8, List.of(workload("/a", 1., null), parent("/b", 1.)));
        assertThat(tree.holds("/a")).isTrue();
        assertThat(tree.holds("/b")).isFalse();
        assertThatThrownBy(() -> tree.of("/b")).isInstanceOf(IllegalArgumentException.class);
    }
}
