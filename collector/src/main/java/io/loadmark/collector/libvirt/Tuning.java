package io.loadmark.collector.libvirt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.loadmark.collector.libvirt.Facets.Facet;
import io.loadmark.schema.DomainInventory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A fingerprint of how the hypervisor runs a guest: after a change of it the guest is another machine ({@link Facet#tunes()}). */
final class Tuning {
    private static final int BYTES = 8;

    private Tuning() {}

    /** 16 hexadecimal digits, the same for equal tunings on every host. */
    static String fingerprint(DomainInventory domain) {
        var text = new StringBuilder();
        append(text, "", Facets.OF_DOMAIN, domain);
        devices(text, Facets.OF_DISK, Facets.disks(domain));
        devices(text, Facets.OF_NIC, Facets.nics(domain));
        byte[] digest = sha256().digest(text.toString().getBytes(UTF_8));
        return HexFormat.of().formatHex(digest, 0, BYTES);
    }

    private static <T> void devices(StringBuilder text, List<Facet<T>> facets, Map<String, T> devices) {
        devices.forEach((name, device) -> append(text.append(name).append('\n'), name, facets, device));
    }

    private static <T> void append(StringBuilder text, String device, List<Facet<T>> facets, T of) {
        for (var facet : facets) {
            if (facet.tunes())
                text.append(device)
                        .append(' ')
                        .append(facet.name())
                        .append('=')
                        .append(facet.text(of))
                        .append('\n');
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
