package io.loadmark.otlp;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Encodes a message with its highest field first, which protobuf allows: the resource comes after its spans. */
final class Backwards {
    private Backwards() {}

    static byte[] encode(Message message) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = CodedOutputStream.newInstance(bytes);
        var fields = new ArrayList<>(message.getAllFields().entrySet());
        Collections.reverse(fields);
        for (var field : fields) {
            var values = field.getKey().isRepeated() ? (List<?>) field.getValue() : List.of(field.getValue());
            for (Object value : values) {
                if (value instanceof Message child)
                    out.writeByteArray(field.getKey().getNumber(), encode(child));
                else out.writeRawBytes(alone(message, field.getKey(), value));
            }
        }
        out.flush();
        return bytes.toByteArray();
    }

    private static byte[] alone(Message message, FieldDescriptor field, Object value) {
        var builder = message.newBuilderForType();
        return (field.isRepeated() ? builder.addRepeatedField(field, value) : builder.setField(field, value))
                .build()
                .toByteArray();
    }
}
