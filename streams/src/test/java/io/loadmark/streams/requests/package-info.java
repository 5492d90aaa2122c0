@NullMarked
package io.loadmark.streams.requests;

import org.jspecify.annotations.NullMarked;
