package io.loadmark.collector.libvirt.connection;

import java.util.concurrent.TimeUnit;
import org.libvirt.Connect;
import org.libvirt.Library;
import org.libvirt.LibvirtException;
import org.libvirt.jna.Libvirt.VirErrorCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * libvirt's own event loop, one for the whole process, which must be there before the first connection: it delivers
 * events and keeps connections alive. Its thread runs for as long as the process.
 */
final class EventLoop {
    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);
    /** Or libvirt writes every error to stderr; each comes as an exception too. Native code keeps no hold on it. */
    private static final VirErrorCallback SILENT = (user, error) -> {};

    private static boolean running;

    private EventLoop() {}

    static synchronized void start() throws LibvirtException {
        if (running) return;
        Connect.setErrorCallback(SILENT);
        Library.initEventLoop();
        var thread = new Thread(EventLoop::run, "libvirt-events");
        thread.setDaemon(true);
        thread.start();
        running = true;
    }

    private static void run() {
        try {
            while (true) {
                try {
                    Library.runEventLoop();
                } catch (LibvirtException e) {
                    log.warn("libvirt's event loop stumbled; events may be late", e);
                }
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
