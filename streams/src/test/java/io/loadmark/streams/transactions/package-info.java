@NullMarked
package io.loadmark.streams.transactions;

import org.jspecify.annotations.NullMarked;
