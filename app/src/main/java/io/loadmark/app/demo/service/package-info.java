/**
 * The demo's service: {@code checkout}, a JVM of its own under a CPU quota, instrumented as any user's service would be.
 * Nothing of it is known to the rest of Loadmark but what OpenTelemetry, cgroups and the kernel tell.
 */
@NullMarked
package io.loadmark.app.demo.service;

import org.jspecify.annotations.NullMarked;
