package io.loadmark.collector.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.loadmark.collector.kernel.MalformedFileException;
import io.loadmark.collector.kernel.Text;
import org.jspecify.annotations.Nullable;

/**
 * What is taken from {@code /proc/PID/status}; see proc(5).
 *
 * @param uid effective user id
 * @param namespacePid pid in the process's own, innermost pid namespace
 * @param rssBytes absent for a zombie
 * @param voluntarySwitches of the main thread only, and so are the involuntary ones
 */
record ProcessStatus(
        @Nullable Long uid,
        @Nullable Long namespacePid,
        @Nullable Long rssBytes,
        @Nullable Long swapBytes,
        @Nullable Long voluntarySwitches,
        @Nullable Long involuntarySwitches) {
    private static final long KIB = 1024;
    private static final byte[] UID = "Uid:".getBytes(US_ASCII);
    private static final byte[] NSPID = "NSpid:".getBytes(US_ASCII);
    private static final byte[] RSS = "VmRSS:".getBytes(US_ASCII);
    private static final byte[] SWAP = "VmSwap:".getBytes(US_ASCII);
    private static final byte[] VOLUNTARY = "voluntary_ctxt_switches:".getBytes(US_ASCII);
    private static final byte[] INVOLUNTARY = "nonvoluntary_ctxt_switches:".getBytes(US_ASCII);

    static ProcessStatus parse(Text text) throws MalformedFileException {
        Long uid = null;
        Long namespacePid = null;
        Long rss = null;
        Long swap = null;
        Long voluntary = null;
        Long involuntary = null;
        while (text.nextLine()) {
            if (text.skip(UID)) uid = second(text);
            else if (text.skip(NSPID)) namespacePid = last(text);
            else if (text.skip(RSS)) rss = KIB * text.number();
            else if (text.skip(SWAP)) swap = KIB * text.number();
            else if (text.skip(VOLUNTARY)) voluntary = text.number();
            else if (text.skip(INVOLUNTARY)) involuntary = text.number();
        }
        if (uid == null) throw text.malformed("no Uid");
        return new ProcessStatus(uid, namespacePid, rss, swap, voluntary, involuntary);
    }

    private static long second(Text text) throws MalformedFileException {
        text.skipWords(1);
        return text.number();
    }

    private static long last(Text text) throws MalformedFileException {
        long number = text.number();
        while (text.hasWord()) number = text.number();
        return number;
    }
}
