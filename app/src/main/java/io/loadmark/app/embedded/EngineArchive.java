package io.loadmark.app.embedded;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.GZIPInputStream;

/** A packed engine: its content is proved before anything of it is unpacked. */
final class EngineArchive {
    private static final int BLOCK = 512;
    private static final int BUFFER = 1 << 16;
    private final Path file;

    EngineArchive(Path file) {
        this.file = file;
    }

    /** Throws unless the file is, byte for byte, the one that was pinned. */
    void verify(EnginePackage expected) throws IOException {
        long size = Files.size(file);
        if (size != expected.packedBytes()) {
            throw new IOException("what came is " + size + " bytes, not " + expected.packedBytes() + "; refused");
        }
        try (var in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-512"))) {
            in.transferTo(OutputStream.nullOutputStream());
            if (!MessageDigest.isEqual(in.getMessageDigest().digest(), expected.digest())) {
                throw new IOException("what came does not have the pinned SHA-512; refused");
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-512", e);
        }
    }

    /** Unpacks the one entry, as tar (POSIX.1-1988) has it: a header block, then the content in whole blocks. */
    void unpack(String entry, Path target) throws IOException {
        try (var in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER), BUFFER)) {
            for (byte[] header = in.readNBytes(BLOCK); header.length == BLOCK; header = in.readNBytes(BLOCK)) {
                long size = size(header);
                if (name(header).equals(entry)) {
                    copy(in, size, target);
                    return;
                }
                in.skipNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
            }
        }
        throw new IOException("the package does not hold " + entry);
    }

    private static String name(byte[] header) {
        return text(header, 0, 100);
    }

    private static long size(byte[] header) throws IOException {
        String octal = text(header, 124, 12).trim();
        if (!octal.matches("[0-7]{0,11}")) throw new IOException("the package is no tar archive");
        return octal.isEmpty() ? 0 : Long.parseLong(octal, 8);
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) end++;
        return new String(header, from, end - from, StandardCharsets.US_ASCII);
    }

    private static void copy(InputStream in, long size, Path target) throws IOException {
        try (var out = Files.newOutputStream(target)) {
            var buffer = new byte[BUFFER];
            for (long left = size; left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(left, BUFFER));
                if (read < 0) throw new EOFException("the package ends in the middle of " + target.getFileName());
                out.write(buffer, 0, read);
                left -= read;
            }
        }
    }
}
