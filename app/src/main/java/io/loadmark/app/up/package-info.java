/** All processes of Loadmark in one, with an embedded broker and an embedded ClickHouse. */
@NullMarked
package io.loadmark.app.up;

import org.jspecify.annotations.NullMarked;
