package io.loadmark.schemas;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** The header of Avro's single-object encoding: two marker bytes, then the schema's CRC-64-AVRO, little-endian. */
final class SingleObject {
    static final int HEADER_BYTES = 10;

    private SingleObject() {}

    /** The fingerprint of the schema that {@code bytes} say they were written with. */
    static long fingerprint(byte[] bytes) throws BadRecordException {
        if (bytes.length < HEADER_BYTES || (bytes[0] & 0xff) != 0xc3 || bytes[1] != 1) {
            throw new BadRecordException("not in Avro single-object encoding");
        }
        long fingerprint = 0;
        for (int i = HEADER_BYTES - 1; i >= 2; i--) fingerprint = (fingerprint << 8) | (bytes[i] & 0xff);
        return fingerprint;
    }

    /** What is written ahead of a record of this schema. */
    static byte[] header(Schema schema) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0xc3)
                .put((byte) 1)
                .putLong(fingerprint(schema))
                .array();
    }

    static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }
}
