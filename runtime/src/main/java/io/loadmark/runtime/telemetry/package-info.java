/** What a process tells of itself: metrics for Prometheus and by OTLP, and its health. */
@NullMarked
package io.loadmark.runtime.telemetry;

import org.jspecify.annotations.NullMarked;
