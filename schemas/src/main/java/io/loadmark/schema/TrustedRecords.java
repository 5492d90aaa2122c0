package io.loadmark.schema;

import org.apache.avro.util.ClassSecurityValidator;
import org.jspecify.annotations.NullMarked;

/**
 * Lets Avro instantiate the generated records, which it otherwise forbids (since 1.12.1), and nothing else new. Every
 * generated record asks for it when it is loaded (see {@code src/main/templates/record.vm}), so that builders, codecs
 * and Avro's own readers work in whichever order they are used.
 */
@NullMarked
final class TrustedRecords {
    private static final String GENERATED = "io.loadmark.schema.";

    static {
        var before = ClassSecurityValidator.getGlobal();
        ClassSecurityValidator.setGlobal(type -> type.getName().startsWith(GENERATED) || before.isTrusted(type));
    }

    private TrustedRecords() {}

    /** Loading this class is what does it, once. */
    static void trust() {}
}
