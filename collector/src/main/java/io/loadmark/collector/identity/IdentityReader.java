package io.loadmark.collector.identity;

import io.loadmark.collector.kernel.KernelFiles;
import io.loadmark.collector.kernel.KeyNumbers;
import io.loadmark.collector.kernel.MalformedFileException;
import io.loadmark.collector.kernel.Reading;
import io.loadmark.collector.kernel.Text;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which host this is: the configured id, else {@code /etc/machine-id}, else the DMI product UUID, else the host
 * name. Clones of one image share a machine id; they need the configured one.
 */
public final class IdentityReader {
    private static final int MACHINE_ID_LENGTH = 32;
    private static final int UUID_LENGTH = 36;

    private final Reading reading = new Reading(new KernelFiles());
    private final Path proc;
    private final Path sys;
    private final Path etc;

    public IdentityReader(Path proc, Path sys, Path etc) {
        this.proc = proc;
        this.sys = sys;
        this.etc = etc;
    }

    /** {@code configuredId} is empty when not configured. */
    public HostIdentity read(String tenant, String configuredId) {
        String hostName = orElse(word(proc.resolve("sys/kernel"), "hostname"), "localhost");
        String uuid = productUuid();
        String hostId = Stream.of(configuredId, orElse(machineId(), ""), orElse(uuid, ""), hostName)
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElse(hostName);
        long boot = bootMicros();
        String bootId = orElse(word(proc.resolve("sys/kernel/random"), "boot_id"), "btime-" + boot);
        return new HostIdentity(tenant, hostId, bootId, hostName, uuid, boot);
    }

    private long bootMicros() {
        var stat = KeyNumbers.of("btime");
        reading.requiredNumbers(proc, "stat", stat);
        Long seconds = stat.get("btime");
        return seconds == null ? 0 : TimeUnit.SECONDS.toMicros(seconds);
    }

    private @Nullable String machineId() {
        String id = word(etc, "machine-id");
        // systemd writes `uninitialized` into images.
        boolean sound =
                id != null && id.length() == MACHINE_ID_LENGTH && id.chars().allMatch(c -> Character.digit(c, 16) >= 0);
        return sound && id != null ? id.toLowerCase(Locale.ROOT) : null;
    }

    private @Nullable String productUuid() {
        String uuid = word(sys.resolve("class/dmi/id"), "product_uuid");
        // Firmware without one says so in words, or in zeros.
        boolean sound = uuid != null && uuid.length() == UUID_LENGTH && !uuid.startsWith("00000000-0000");
        return sound && uuid != null ? uuid.toLowerCase(Locale.ROOT) : null;
    }

    private @Nullable String word(Path directory, String name) {
        return reading.optional(directory, name, IdentityReader::firstWord);
    }

    private static @Nullable String firstWord(Text text) throws MalformedFileException {
        if (!text.nextLine()) return null;
        String word = text.word();
        return word.isEmpty() ? null : word;
    }

    private static String orElse(@Nullable String value, String other) {
        return value == null ? other : value;
    }
}
