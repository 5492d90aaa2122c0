package io.loadmark.collector.kernellog;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** /dev/kmsg by the C library: Java can neither open a device at its end nor read it without waiting. */
final class Kmsg implements KernelLog {
    private static final int READ_ONLY = 0;
    private static final int NON_BLOCK = 0x800;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int SEEK_END = 2;
    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final int EPIPE = 32;
    /** Longer than any record of the kernel. */
    private static final int LONGEST = 16 << 10;

    private final LibC libc;
    private final int descriptor;
    private final byte[] buffer = new byte[LONGEST];

    private interface LibC extends Library {
        int open(String path, int flags) throws LastErrorException;

        NativeLong lseek(int descriptor, NativeLong offset, int whence) throws LastErrorException;

        NativeLong read(int descriptor, byte[] buffer, NativeLong size) throws LastErrorException;

        int close(int descriptor) throws LastErrorException;
    }

    private Kmsg(LibC libc, int descriptor) {
        this.libc = libc;
        this.descriptor = descriptor;
    }

    static KernelLog open(Path device) throws IOException {
        try {
            var libc = Native.load("c", LibC.class);
            var log = new Kmsg(libc, libc.open(device.toString(), READ_ONLY | NON_BLOCK | CLOSE_ON_EXEC));
            libc.lseek(log.descriptor, new NativeLong(0), SEEK_END);
            return log;
        } catch (LastErrorException e) {
            throw new IOException(device + ": " + e.getMessage(), e);
        } catch (UnsatisfiedLinkError e) {
            throw new IOException("no C library", e);
        }
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        try {
            int length =
                    libc.read(descriptor, buffer, new NativeLong(buffer.length)).intValue();
            return length <= 0 ? null : Arrays.copyOf(buffer, length);
        } catch (LastErrorException e) {
            return switch (e.getErrorCode()) {
                case EAGAIN, EINTR -> null;
                case EPIPE -> throw new OverrunException();
                default -> throw new IOException("the kernel's log: " + e.getMessage(), e);
            };
        }
    }

    @Override
    public void close() {
        try {
            int unused = libc.close(descriptor);
        } catch (LastErrorException e) {
            // There is nothing left to close then.
        }
    }
}
