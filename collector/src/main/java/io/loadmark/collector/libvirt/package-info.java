/**
 * The libvirt domains that run on this host, as the hypervisor sees them. Nothing here waits for libvirt for longer than a
 * part of a tick.
 */
@NullMarked
package io.loadmark.collector.libvirt;

import org.jspecify.annotations.NullMarked;
