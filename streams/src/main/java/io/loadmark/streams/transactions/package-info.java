/** Topology transactions: spans by trace into what each business transaction asks of every service. */
@NullMarked
package io.loadmark.streams.transactions;

import org.jspecify.annotations.NullMarked;
