/** Questions to whichever ClickHouse is configured. */
@NullMarked
package io.loadmark.app.query;

import org.jspecify.annotations.NullMarked;
