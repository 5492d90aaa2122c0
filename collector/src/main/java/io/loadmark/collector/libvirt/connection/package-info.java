/**
 * Talking to libvirt: connections, each used by a thread of its own because a native call can neither be interrupted nor
 * timed out, statistics of all domains in one call, configurations, and what libvirt tells by itself.
 */
@NullMarked
package io.loadmark.collector.libvirt.connection;

import org.jspecify.annotations.NullMarked;
