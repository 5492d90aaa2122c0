/**
 * The demo's load: an open loop of requests from a JVM of its own, and the meter that tells when the machine itself, not
 * the service, was the limit.
 */
@NullMarked
package io.loadmark.app.demo.load;

import org.jspecify.annotations.NullMarked;
