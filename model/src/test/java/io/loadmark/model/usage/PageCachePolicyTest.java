package io.loadmark.model.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.usage.PageCachePolicy.Figures;
import io.loadmark.model.usage.PageCachePolicy.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PageCachePolicyTest {
    private static final Figures GROUP = new Figures(1000L, 600L, 100L, 50L, 300L);

    private static Figures of(@Nullable Long current, @Nullable Long file, @Nullable Long shmem, @Nullable Long slab) {
        return new Figures(current, file, shmem, slab, null);
    }

    @Test
    void partOfWhatCanBeReclaimedCounts() {
        // Reclaimable: 600 − 100 + 50.
        assertThat(PageCachePolicy.fraction(0.4).used(GROUP)).isCloseTo(450 + 0.4 * 550, within(1e-9));
    }

    @Test
    void noneLeavesAllOfItOutAndAllLeavesNothingOut() {
        assertThat(new PageCachePolicy(Kind.NONE, 0.4).used(GROUP)).isEqualTo(450);
        assertThat(PageCachePolicy.fraction(0).used(GROUP)).isEqualTo(450);
        assertThat(PageCachePolicy.all().used(GROUP)).isEqualTo(1000);
        assertThat(PageCachePolicy.fraction(1).used(GROUP)).isEqualTo(1000);
    }

    @Test
    void theWorkingSetIsWhatIsNotInactive() {
        assertThat(new PageCachePolicy(Kind.WORKING_SET, 0).used(GROUP)).isEqualTo(700);
        assertThat(new PageCachePolicy(Kind.WORKING_SET, 0).used(of(1000L, 600L, 100L, 50L)))
                .isNull();
    }

    @Test
    void kernelMemoryOfV1CountsWholeForNoSlabIsTold() {
        assertThat(PageCachePolicy.fraction(0).used(of(1000L, 600L, 100L, null)))
                .isEqualTo(500);
    }

    @Test
    void sharedMemoryIsNotReclaimable() {
        assertThat(PageCachePolicy.fraction(0).used(of(1000L, 600L, 600L, null)))
                .isEqualTo(1000);
    }

    @Test
    void unknownIsUnknown() {
        assertThat(PageCachePolicy.fraction(0.4).used(of(null, 600L, 100L, 50L)))
                .isNull();
        assertThat(PageCachePolicy.fraction(0.4).used(of(1000L, null, 100L, 50L)))
                .isNull();
        assertThat(PageCachePolicy.all().used(of(1000L, null, null, null))).isEqualTo(1000);
    }

    @Test
    void aFractionIsAFraction() {
        assertThatThrownBy(() -> PageCachePolicy.fraction(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PageCachePolicy.fraction(1.1)).isInstanceOf(IllegalArgumentException.class);
    }
}
