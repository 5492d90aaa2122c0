package io.loadmark.collector.libvirt.connection;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** libvirt can't be talked to: its library is missing, its daemon is away or does not answer. */
public final class LibvirtUnavailableException extends IOException {
    public LibvirtUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
