package io.loadmark.collector.cgroup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the domains of machines without asking libvirt: in systemd-machined's records, which everybody may read, and in
 * libvirt's own, which root may. What is not found is asked for again now and then. For one thread.
 */
final class Domains {
    private static final int MAX_BYTES = 1 << 20;
    private static final int ROUNDS_BETWEEN_TRIES = 10;
    private static final Pattern MACHINED_ID = Pattern.compile("(?m)^ID=([0-9a-f]{32})$");
    private static final Pattern DASHLESS = Pattern.compile("(.{8})(.{4})(.{4})(.{4})(.{12})");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final List<Path> runDirectories;
    private final XMLInputFactory xml = XMLInputFactory.newInstance();
    private final Map<Machine, Domain> known = new HashMap<>();
    private final Set<Machine> seen = new HashSet<>();
    private int round;

    /** {@code proc} leads to the host's own {@code /run}, also from inside a container. */
    Domains(Path proc) {
        runDirectories = List.of(proc.resolve("1/root/run"), Path.of("/run"));
        xml.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        xml.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    }

    /** The machine's domain, with its UUID once that can be told. */
    Domain of(Machine machine) {
        seen.add(machine);
        var domain = known.get(machine);
        if (domain == null || (domain.uuid() == null && round % ROUNDS_BETWEEN_TRIES == 0)) {
            domain = find(machine);
            known.put(machine, domain);
        }
        return domain;
    }

    /** Forgets machines that were not asked for in this round. */
    void endRound() {
        known.keySet().retainAll(seen);
        seen.clear();
        round++;
    }

    private Domain find(Machine machine) {
        for (Path run : runDirectories) {
            var status = text(run.resolve("libvirt/qemu/" + machine.domain() + ".xml"));
            var told = status.flatMap(this::domain);
            if (told.isPresent()) return told.get();
            var uuid = text(run.resolve("systemd/machines/" + machine.name())).flatMap(Domains::machinedId);
            if (uuid.isPresent()) return new Domain(machine.domain(), uuid.get());
        }
        return new Domain(machine.domain(), null);
    }

    private static Optional<String> text(Path file) {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(MAX_BYTES + 1);
            return bytes.length > MAX_BYTES ? Optional.empty() : Optional.of(new String(bytes, UTF_8));
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    private static Optional<String> machinedId(String record) {
        var id = MACHINED_ID.matcher(record);
        if (!id.find() || !record.contains("SERVICE=libvirt-qemu")) return Optional.empty();
        return Optional.of(DASHLESS.matcher(id.group(1)).replaceFirst("$1-$2-$3-$4-$5"));
    }

    /** Name and UUID right below the domain in libvirt's record of its status. */
    private Optional<Domain> domain(String status) {
        String name = null;
        String uuid = null;
        try {
            var reader = xml.createXMLStreamReader(new StringReader(status));
            while (reader.hasNext() && (name == null || uuid == null)) {
                if (reader.next() != XMLStreamConstants.START_ELEMENT) continue;
                if (name == null && reader.getLocalName().equals("name")) name = reader.getElementText();
                else if (uuid == null && reader.getLocalName().equals("uuid")) uuid = reader.getElementText();
            }
        } catch (XMLStreamException malformed) {
            return Optional.empty();
        }
        return name == null ? Optional.empty() : Optional.of(new Domain(name, sound(uuid)));
    }

    private static @Nullable String sound(@Nullable String uuid) {
        if (uuid == null) return null;
        String lower = uuid.strip().toLowerCase(Locale.ROOT);
        return UUID.matcher(lower).matches() ? lower : null;
    }
}
