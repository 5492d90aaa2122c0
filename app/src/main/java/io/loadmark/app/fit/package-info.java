/** History and load tests from files: what a table tells of load, throughput and scalability. */
@NullMarked
package io.loadmark.app.fit;

import org.jspecify.annotations.NullMarked;
