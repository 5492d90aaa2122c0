/**
 * Receives OTLP traces and metrics over HTTP and gRPC and hands them to Kafka. Nothing is acknowledged to a sender
 * before Kafka has acknowledged it; what Kafka does not take, the sender is told to send again.
 */
@NullMarked
package io.loadmark.collector.otlp;

import org.jspecify.annotations.NullMarked;
