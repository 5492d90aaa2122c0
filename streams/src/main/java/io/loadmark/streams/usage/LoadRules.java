package io.loadmark.streams.usage;

import io.loadmark.model.usage.PageCachePolicy;

/** What turns readings into loads besides arithmetic. */
record LoadRules(PageCachePolicy pageCache) {}
