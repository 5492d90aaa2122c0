/** A Kafka broker and a ClickHouse server that come along with the command, and the directory that both keep their data in. */
@NullMarked
package io.loadmark.app.embedded;

import org.jspecify.annotations.NullMarked;
