package io.loadmark.app.demo.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;

/**
 * One kept-open HTTP/1.1 connection that sends the same GET again and again: as little CPU as a request can cost, so
 * that the load takes nothing from the service beside it. Reads answers that state their length. Not thread-safe.
 */
final class HttpLine implements Closeable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 60_000;
    private static final int MAX_LINE = 8192;
    private static final int MAX_BODY = 1 << 20;

    private final Socket socket;
    private final InputStream in;
    private final byte[] request;
    private final byte[] line = new byte[MAX_LINE];
    private boolean lastAnswer;

    private HttpLine(Socket socket, byte[] request) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 1024);
        this.request = request;
    }

    static HttpLine open(URI target) throws IOException {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.connect(new InetSocketAddress(target.getHost(), target.getPort()), CONNECT_MILLIS);
            return new HttpLine(socket, request(target));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends the request and waits for the whole answer; returns its status. */
    int exchange() throws IOException {
        socket.getOutputStream().write(request);
        int status = status(readLine());
        int length = 0;
        for (String header = readLine(); !header.isEmpty(); header = readLine()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) length = length(lower);
            if (lower.startsWith("transfer-encoding:")) throw new ProtocolException("answer of unknown length");
            if (lower.startsWith("connection:") && lower.contains("close")) lastAnswer = true;
        }
        in.skipNBytes(length);
        return status;
    }

    /** Whether the server said that it closes the connection. */
    boolean isUsedUp() {
        return lastAnswer;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String readLine() throws IOException {
        int length = 0;
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new EOFException("the connection was closed");
            if (length == MAX_LINE) throw new ProtocolException("header line too long");
            if (c != '\r') line[length++] = (byte) c;
        }
        return new String(line, 0, length, ISO_8859_1);
    }

    private static int status(String line) throws ProtocolException {
        if (!line.matches("HTTP/1\\.[01] \\d{3}.*")) throw new ProtocolException("no HTTP answer: " + line);
        return Integer.parseInt(line.substring(9, 12));
    }

    private static int length(String header) throws ProtocolException {
        try {
            int length = Integer.parseInt(
                    header.substring("content-length:".length()).strip());
            if (length >= 0 && length <= MAX_BODY) return length;
        } catch (NumberFormatException e) {
            throw (ProtocolException) new ProtocolException("bad " + header).initCause(e);
        }
        throw new ProtocolException("answer too long: " + header);
    }

    private static byte[] request(URI target) {
        return ("GET " + target.getRawPath() + " HTTP/1.1\r\nHost: " + target.getAuthority() + "\r\n\r\n")
                .getBytes(ISO_8859_1);
    }
}
