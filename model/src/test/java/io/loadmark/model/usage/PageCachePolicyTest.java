package io.loadmark.model.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PageCachePolicyTest {
    @Test
    void aFractionOfWhatCanBeReclaimedCountsAsUsed() {
        // 1000 in all, of it 600 cache with 100 shared memory inside, and 50 reclaimable slab: 550 can be reclaimed
        assertThat(new PageCachePolicy(0.4).used(1000L, 600L, 100L, 50L)).isCloseTo(450 + 0.4 * 550, within(1e-9));
    }

    @Test
    void theEndsAreNoneAndAll() {
        assertThat(new PageCachePolicy(0).used(1000L, 600L, 100L, null)).isEqualTo(500);
        assertThat(new PageCachePolicy(1).used(1000L, 600L, 100L, null)).isEqualTo(1000);
    }

    @Test
    void sharedMemoryCannotBeReclaimed() {
        assertThat(new PageCachePolicy(0).used(1000L, 600L, 600L, null)).isEqualTo(1000);
    }

    @Test
    void withoutTheFiguresNothingIsSaid() {
        assertThat(new PageCachePolicy(0.4).used(null, 600L, 100L, 50L)).isNull();
        assertThat(new PageCachePolicy(0.4).used(1000L, null, 100L, 50L)).isNull();
    }

    @Test
    void aFractionOutsideOfZeroToOneIsRefused() {
        assertThatThrownBy(() -> new PageCachePolicy(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PageCachePolicy(1.1)).isInstanceOf(IllegalArgumentException.class);
    }
}
