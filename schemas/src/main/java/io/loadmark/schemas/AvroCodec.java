package io.loadmark.schemas;

import static io.loadmark.schemas.SingleObject.HEADER_BYTES;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads one kind of record in Avro's single-object encoding (two marker bytes, the schema's CRC-64-AVRO
 * fingerprint, the body). Reads what any released version of Loadmark wrote; see {@link SchemaHistory}. Thread-safe.
 *
 * <p>Hostile bytes cost no more than their own length is worth: they are read from the array itself, so that Avro holds
 * every length that they claim against the bytes that are left before it allocates. (Avro's own message decoder reads a
 * stream, of which it can't know the end.)
 */
public final class AvroCodec<T extends SpecificRecord> {
    private static final ThreadLocal<Pad> PADS = ThreadLocal.withInitial(Pad::new);

    private final Schema schema;
    private final byte[] header;
    private final DatumWriter<T> writer;
    private final Map<Long, DatumReader<T>> readers = new HashMap<>();

    /** What a thread encodes with. */
    private static final class Pad {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private @Nullable BinaryEncoder encoder;

        /** An encoder into {@link #bytes}, which are empty then. */
        @SuppressWarnings("NullAway") // Avro takes null for: nothing to reuse
        BinaryEncoder begin() {
            var ready = EncoderFactory.get().binaryEncoder(bytes, encoder);
            encoder = ready;
            bytes.reset(); // what a failed attempt has left is flushed into it
            return ready;
        }
    }

    private AvroCodec(SpecificData data, Schema schema, List<Schema> versions) {
        this.schema = schema;
        header = SingleObject.header(schema);
        writer = writer(data, schema);
        readers.put(SingleObject.fingerprint(schema), reader(data, schema));
        for (var version : versions) {
            readers.putIfAbsent(SingleObject.fingerprint(version), reader(data, version));
        }
    }

    public static <T extends SpecificRecord> AvroCodec<T> of(Class<T> type) {
        var schema = SpecificData.getForClass(type).getSchema(type);
        return of(type, SchemaHistory.versionsOf(schema.getFullName()));
    }

    /** A codec that reads {@code versions} beside today's schema. */
    static <T extends SpecificRecord> AvroCodec<T> of(Class<T> type, List<Schema> versions) {
        var data = SpecificData.getForClass(type);
        return new AvroCodec<>(data, data.getSchema(type), versions);
    }

    /** By the code generated for each record, which takes a third of the time that looking at the schema does. */
    @SuppressWarnings("unchecked")
    private DatumWriter<T> writer(SpecificData data, Schema schema) {
        // Not for the readers: there the generated code takes every claimed length for granted.
        var writing = new SpecificData(data.getClassLoader());
        writing.setCustomCoders(true);
        return writing.createDatumWriter(schema);
    }

    @SuppressWarnings("unchecked")
    private DatumReader<T> reader(SpecificData data, Schema written) {
        return data.createDatumReader(written, schema);
    }

    /** The schema that is written. */
    public Schema schema() {
        return schema;
    }

    public byte[] encode(T record) {
        try {
            var pad = PADS.get();
            var out = pad.begin();
            pad.bytes.writeBytes(header);
            writer.write(record, out);
            out.flush();
            return pad.bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("encoding " + schema.getFullName(), e);
        }
    }

    /**
     * Decodes one record.
     *
     * @throws BadRecordException if the bytes are not this record in any version known; the message says why
     */
    public T decode(byte[] bytes) throws BadRecordException {
        var reader = readers.get(SingleObject.fingerprint(bytes));
        if (reader == null) throw new BadRecordException("not a known version of " + schema.getFullName());
        return body(reader, bytes);
    }

    @SuppressWarnings("NullAway") // Avro takes null for: nothing to reuse
    private T body(DatumReader<T> reader, byte[] bytes) throws BadRecordException {
        try {
            var decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null);
            T record = reader.read(null, decoder);
            if (decoder.isEnd()) return record;
        } catch (IOException
                | AvroRuntimeException
                | IndexOutOfBoundsException // a number of a union's branch or an enum's symbol
                | UnsupportedOperationException // a length above what an array can hold
                        e) {
            throw new BadRecordException("broken " + schema.getFullName() + ": " + e, e);
        }
        throw new BadRecordException("broken " + schema.getFullName() + ": bytes are left over");
    }
}
