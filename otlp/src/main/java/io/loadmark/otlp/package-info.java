/**
 * Reads and cuts OTLP requests in place: the few fields that Loadmark needs, without building an object graph. Every
 * input is untrusted; damage of any kind is a {@link io.loadmark.otlp.MalformedOtlpException}.
 */
@NullMarked
package io.loadmark.otlp;

import org.jspecify.annotations.NullMarked;
