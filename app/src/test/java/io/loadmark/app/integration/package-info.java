/** All of Loadmark together, in one process and apart, on a real broker and a real ClickHouse. */
@NullMarked
package io.loadmark.app.integration;

import org.jspecify.annotations.NullMarked;
